package dev.airlock.gateway;

import static java.util.stream.Collectors.joining;

import java.util.List;

/// Arguments that cannot be used: everything that is wrong with them.
final class UsageException extends Exception {
  private static final long serialVersionUID = 1L;

  private final transient List<Problems.Problem> problems;

  UsageException(List<Problems.Problem> problems) {
    super(problems.stream().map(Problems.Problem::message).collect(joining("; ")));
    this.problems = List.copyOf(problems);
  }

  List<Problems.Problem> problems() {
    return problems;
  }
}
