package dev.airlock.cli;

import static java.util.Objects.requireNonNull;

import java.util.List;

/// A failure the user can do something about: printed as one `error:` line and a `hint:` line each.
///
/// The message is lower case, without a full stop, with the value in quotes, what and where before
/// why. The command decides on the exit status.
public final class CliException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  @SuppressWarnings("serial") // never serialised
  private final List<String> hints;

  public CliException(String message, String... hints) {
    super(requireNonNull(message, "message is null"));
    this.hints = List.of(hints);
  }

  public CliException(Throwable cause, String message, String... hints) {
    super(requireNonNull(message, "message is null"), cause);
    this.hints = List.of(hints);
  }

  /// What to do about it, one sentence each; may be empty.
  public List<String> hints() {
    return hints;
  }
}
