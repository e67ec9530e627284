package dev.airlock.http1;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Optional;

/// The received side of a connection while a body is read from it.
final class BodySource {
  private final Transport transport;
  private final Inbox inbox;
  private final Optional<Duration> gap;

  BodySource(Transport transport, Inbox inbox, Optional<Duration> gap) {
    this.transport = transport;
    this.inbox = inbox;
    this.gap = gap;
  }

  Inbox inbox() {
    return inbox;
  }

  boolean prefersDirectBuffers() {
    return transport.prefersDirectBuffers();
  }

  /// What was received, else what comes next, straight into the target; never more than `most`.
  int read(ByteBuffer target, long most) throws IOException {
    if (inbox.length() > 0) {
      return inbox.moveTo(target, most);
    }
    int limit = target.limit();
    target.limit((int) Math.min(limit, target.position() + Math.min(most, Integer.MAX_VALUE / 2)));
    gap.ifPresent(transport::expireAfter);
    try {
      return transport.read(target);
    } finally {
      target.limit(limit);
    }
  }

  /// Receives more into the inbox; false at the end of the connection.
  boolean fill() throws IOException {
    gap.ifPresent(transport::expireAfter);
    return inbox.fill(Inbox.BULK_BYTES);
  }

  /// The body is over: the deadline of the next head, and not this one, comes next.
  void finish() {
    if (gap.isPresent()) {
      transport.neverExpire();
    }
    inbox.shrink();
  }

  static ProtocolIOException truncated(long offset) {
    return new ProtocolIOException(
        ProtocolException.at(offset, Violation.TRUNCATED, "connection ended inside a body"));
  }
}
