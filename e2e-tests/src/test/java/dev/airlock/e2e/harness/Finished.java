package dev.airlock.e2e.harness;

import java.time.Duration;
import java.util.List;

/// A process that ended, with all that it said.
public record Finished(List<String> command, int exit, Bytes stdout, Bytes stderr, Duration took) {

  public Finished {
    command = List.copyOf(command);
  }

  public String out() {
    return stdout.text();
  }

  public String err() {
    return stderr.text();
  }

  /// Standard output without the white space around it.
  public String answer() {
    return out().strip();
  }

  /// Standard output's lines that are not blank.
  public List<String> lines() {
    return out().lines().filter(line -> !line.isBlank()).toList();
  }

  /// This, when the exit status is as it should be.
  ///
  /// @throws AssertionError with everything the process said
  public Finished expect(int status) {
    if (exit != status) {
      throw new AssertionError("exit status " + exit + " instead of " + status + "\n" + this);
    }
    return this;
  }

  @Override
  public String toString() {
    return "%s%nexit %d after %.1f s%n--- stdout%n%s%n--- stderr%n%s"
        .formatted(String.join(" ", command), exit, took.toMillis() / 1000.0, out(), err());
  }
}
