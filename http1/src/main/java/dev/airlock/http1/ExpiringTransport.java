package dev.airlock.http1;

import java.io.IOException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;

/// A transport with a deadline.
abstract class ExpiringTransport implements Transport {
  private static final long NEVER = 0;

  private final AtomicBoolean closed = new AtomicBoolean();
  private volatile long deadline = NEVER;
  private volatile boolean watched;
  private volatile boolean expired;
  private volatile boolean finished;

  @Override
  public final void expireAfter(Duration time) {
    long at = System.nanoTime() + time.toNanos();
    deadline = at == NEVER ? 1 : at;
    if (!watched) {
      watched = true;
      Watchdog.watch(this);
    }
  }

  @Override
  public final void neverExpire() {
    deadline = NEVER;
  }

  final void expireIfDue(long now) {
    long at = deadline;
    if (finished) {
      Watchdog.forget(this);
      return;
    }
    if (at == NEVER || at - now > 0) {
      return;
    }
    expired = true;
    try {
      abort();
    } catch (IOException e) {
      // It was to be closed, and whoever uses it learns that it expired.
    }
    Watchdog.forget(this);
  }

  /// What a failure means: the deadline, if that is what closed the connection.
  final IOException explain(IOException failure) {
    if (!expired || failure instanceof SocketTimeoutException) {
      return failure;
    }
    SocketTimeoutException timeout = new SocketTimeoutException("deadline passed");
    timeout.initCause(failure);
    return timeout;
  }

  /// Closes at once, also under a blocked reader or writer.
  abstract void abort() throws IOException;

  /// Closes as the protocol of the transport wants it.
  void closeOrderly() throws IOException {
    abort();
  }

  @Override
  public final void close() throws IOException {
    if (closed.compareAndSet(false, true)) {
      try {
        closeOrderly();
      } finally {
        finished = true;
        Watchdog.forget(this);
      }
    }
  }
}
