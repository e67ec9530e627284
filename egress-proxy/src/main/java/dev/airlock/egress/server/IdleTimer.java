package dev.airlock.egress.server;

import dev.airlock.http1.Transport;
import java.time.Duration;

/// Ends an exchange in which neither side has sent a byte for so long. The origin's connection goes
/// first, so that the client can still be told.
record IdleTimer(Transport client, Transport origin, Duration idle) {
  private static final Duration TO_TELL_THE_CLIENT = Duration.ofSeconds(10);

  void touch() {
    origin.expireAfter(idle);
    client.expireAfter(idle.plus(TO_TELL_THE_CLIENT));
  }

  void stop() {
    origin.neverExpire();
    client.neverExpire();
  }
}
