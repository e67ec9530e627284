package dev.airlock.cli;

import static java.util.Objects.requireNonNull;

import java.util.List;

/// One thing that is wrong with what the user asked for, and what to do about it.
public record Problem(String message, List<String> hints) {
  public Problem {
    requireNonNull(message, "message is null");
    hints = List.copyOf(hints);
  }

  public Problem(String message, String... hints) {
    this(message, List.of(hints));
  }
}
