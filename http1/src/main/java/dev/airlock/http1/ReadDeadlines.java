package dev.airlock.http1;

import java.time.Duration;
import java.util.Optional;

/// How long a [Wire] waits for its peer's bytes before it closes the connection.
///
/// @param beforeHead for the first byte of a head
/// @param head from then until the head is complete
/// @param bodyGap for each further piece of a body
public record ReadDeadlines(
    Optional<Duration> beforeHead, Optional<Duration> head, Optional<Duration> bodyGap) {

  /// Waits as long as the peer likes: for a daemon that answers when a container ends.
  public static final ReadDeadlines NONE =
      new ReadDeadlines(Optional.empty(), Optional.empty(), Optional.empty());

  public static ReadDeadlines of(Duration beforeHead, Duration head, Duration bodyGap) {
    return new ReadDeadlines(Optional.of(beforeHead), Optional.of(head), Optional.of(bodyGap));
  }
}
