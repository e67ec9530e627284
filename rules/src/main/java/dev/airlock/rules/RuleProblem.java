package dev.airlock.rules;

import static java.util.Objects.requireNonNull;

/// What is wrong with one rule, and what to write instead.
///
/// @param problem lower case, no full stop
/// @param remedy lower case, no full stop
public record RuleProblem(RuleText rule, String problem, String remedy) {
  public RuleProblem {
    requireNonNull(rule, "rule is null");
    requireNonNull(problem, "problem is null");
    requireNonNull(remedy, "remedy is null");
  }

  /// The line a user reads: `--allow 'a b': … ; …`.
  @Override
  public String toString() {
    return rule.origin() + " " + Printable.quote(rule.text()) + ": " + problem + "; " + remedy;
  }
}
