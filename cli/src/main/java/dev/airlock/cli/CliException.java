package dev.airlock.cli;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.stream.Stream;

/// A failure the user can do something about: printed as one `error:` line and a `hint:` line each.
///
/// The message is lower case, without a full stop, with the value in quotes, what and where before
/// why. The command decides on the exit status.
public final class CliException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  @SuppressWarnings("serial") // never serialised
  private final List<String> hints;

  public CliException(String message, String hint, String... more) {
    super(requireNonNull(message, "message is null"));
    this.hints = hints(hint, more);
  }

  public CliException(Throwable cause, String message, String hint, String... more) {
    super(requireNonNull(message, "message is null"), cause);
    this.hints = hints(hint, more);
  }

  private static List<String> hints(String first, String... more) {
    return Stream.concat(Stream.of(first), Stream.of(more)).toList();
  }

  /// What to do about it, one sentence each; never empty.
  public List<String> hints() {
    return hints;
  }
}
