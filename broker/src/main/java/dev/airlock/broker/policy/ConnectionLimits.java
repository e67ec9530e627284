package dev.airlock.broker.policy;

import java.time.Duration;

/// How many clients there may be and how long they may take.
///
/// @param connections open at once; more wait to be accepted
/// @param idle between two requests of a connection
/// @param head from a head's first byte to its last
/// @param bodyGap between two pieces of a request's body
public record ConnectionLimits(int connections, Duration idle, Duration head, Duration bodyGap) {

  /// The documented defaults.
  public static final ConnectionLimits DEFAULT =
      new ConnectionLimits(
          2_048, Duration.ofMinutes(5), Duration.ofSeconds(30), Duration.ofMinutes(2));

  public ConnectionLimits {
    if (connections < 1 || !isPositive(idle) || !isPositive(head) || !isPositive(bodyGap)) {
      throw new IllegalArgumentException("a limit is not positive");
    }
  }

  private static boolean isPositive(Duration time) {
    return !time.isZero() && !time.isNegative();
  }
}
