package dev.airlock.egress;

import java.util.List;

/// A configuration that cannot be used: everything that is wrong with it.
public final class EgressConfigException extends Exception {
  private static final long serialVersionUID = 1L;

  private final transient List<String> problems;

  public EgressConfigException(List<String> problems) {
    super(String.join("\n", problems));
    this.problems = List.copyOf(problems);
  }

  /// One line each: where, what, and after a semicolon what to do.
  public List<String> problems() {
    return problems;
  }
}
