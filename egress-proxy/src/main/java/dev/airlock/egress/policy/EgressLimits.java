package dev.airlock.egress.policy;

import static java.util.Objects.requireNonNull;

import dev.airlock.http1.HeadLimits;
import java.time.Duration;

/// How much, how many and how long; see docs/reference/egress-proxy.md for why each is what it is.
///
/// @param maxConnections of clients at once; more wait in the listener's backlog
/// @param keepAlive from a response to the first byte of the next request on the connection
/// @param head from the first byte of a request head to its last
/// @param connect until one of the addresses of a host has answered
/// @param clientHello from the answer to CONNECT to the end of the ClientHello
/// @param idle without a byte in either direction, in a tunnel or during a request
public record EgressLimits(
    int maxConnections,
    Duration keepAlive,
    Duration head,
    Duration connect,
    Duration clientHello,
    Duration idle) {
  /// The proxy's requests are small: no build arguments or credentials of registries in them.
  public static final HeadLimits HEADS = new HeadLimits(16 * 1024, 16 * 1024, 64 * 1024, 128);

  public static final EgressLimits DEFAULT =
      new EgressLimits(
          4_096,
          Duration.ofMinutes(2),
          Duration.ofSeconds(30),
          Duration.ofSeconds(30),
          Duration.ofSeconds(60),
          // A model may think for half an hour without a byte; twice that is still alive.
          Duration.ofHours(2));

  public EgressLimits {
    if (maxConnections < 1) {
      throw new IllegalArgumentException("no connection would ever be accepted");
    }
    requireNonNull(keepAlive, "keepAlive is null");
    requireNonNull(head, "head is null");
    requireNonNull(connect, "connect is null");
    requireNonNull(clientHello, "clientHello is null");
    requireNonNull(idle, "idle is null");
  }
}
