package dev.airlock.rules;

import java.util.List;
import java.util.stream.Collectors;

/// Rules that cannot be read: every problem with every one of them, not just the first.
public final class RuleException extends IllegalArgumentException {
  private static final long serialVersionUID = 1L;

  private final transient List<RuleProblem> problems;

  public RuleException(List<RuleProblem> problems) {
    super(problems.stream().map(RuleProblem::toString).collect(Collectors.joining("\n")));
    this.problems = List.copyOf(problems);
  }

  /// In the order of the rules; at least one.
  public List<RuleProblem> problems() {
    return problems;
  }
}
