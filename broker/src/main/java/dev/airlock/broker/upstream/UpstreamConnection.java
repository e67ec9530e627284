package dev.airlock.broker.upstream;

import dev.airlock.http1.Framing;
import dev.airlock.http1.Persistence;
import dev.airlock.http1.ResponseHead;
import dev.airlock.http1.Wire;
import java.io.Closeable;
import java.io.IOException;

/// One connection to the daemon, and whether it has carried a request before.
final class UpstreamConnection implements Closeable {
  private final ConnectionPool pool;
  private final Wire wire;
  private final boolean reusable;
  private boolean reused;
  private volatile boolean requestWritten;
  private long idleSince;

  UpstreamConnection(ConnectionPool pool, Wire wire, boolean reusable) {
    this.pool = pool;
    this.wire = wire;
    this.reusable = reusable;
  }

  Wire wire() {
    return wire;
  }

  boolean isReused() {
    return reused;
  }

  void reuse() {
    reused = true;
    requestWritten = false;
  }

  /// The whole request is on its way: before that, no other may follow it.
  void requestIsWritten() {
    requestWritten = true;
  }

  boolean isIdleLongerThan(long nanos, long now) {
    return now - idleSince > nanos;
  }

  void finish(ResponseHead head, Framing framing) throws IOException {
    boolean keep =
        reusable
            && wire.isAtMessageEnd()
            && requestWritten
            && Persistence.ofResponse(head, framing) == Persistence.KEEP;
    if (keep) {
      idleSince = System.nanoTime();
      pool.giveBack(this);
    } else {
      close();
    }
  }

  @Override
  public void close() throws IOException {
    wire.close();
  }
}
