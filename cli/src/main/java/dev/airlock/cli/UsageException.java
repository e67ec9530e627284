package dev.airlock.cli;

import static java.util.stream.Collectors.joining;

import java.util.List;

/// The command line asks for something that cannot be; carries all its problems, not the first.
public final class UsageException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  @SuppressWarnings("serial") // never serialised
  private final List<Problem> problems;

  public UsageException(List<Problem> problems) {
    super(problems.stream().map(Problem::message).collect(joining("; ")));
    this.problems = List.copyOf(problems);
  }

  public List<Problem> problems() {
    return problems;
  }

  public static void throwUnlessEmpty(List<Problem> problems) {
    if (!problems.isEmpty()) {
      throw new UsageException(problems);
    }
  }
}
