package dev.airlock.benchmarks;

/// What the project promises of a figure.
///
/// @param atLeast whether it must not be less; else it must not be more
record Aim(String what, double figure, boolean atLeast, double bound) {

  boolean isMet() {
    return atLeast ? figure >= bound : figure <= bound;
  }

  @Override
  public String toString() {
    return String.format(
        "  %-6s %-66s %8s   aim: %s %s",
        isMet() ? "ok" : "MISSED",
        what,
        Measurements.number(figure),
        atLeast ? "≥" : "≤",
        Measurements.number(bound));
  }
}
