package dev.airlock.rules;

import static java.util.Objects.requireNonNull;

/// A rule as somebody wrote it, and where.
///
/// @param origin for messages: `--allow`, `policy.json: allow[3]`
public record RuleText(String text, String origin) {
  public RuleText {
    requireNonNull(text, "text is null");
    requireNonNull(origin, "origin is null");
  }

  @Override
  public String toString() {
    return Printable.quote(text) + " (" + origin + ")";
  }
}
