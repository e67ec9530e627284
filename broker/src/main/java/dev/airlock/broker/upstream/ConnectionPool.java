package dev.airlock.broker.upstream;

import static java.util.Objects.requireNonNull;

import dev.airlock.http1.Dialer;
import dev.airlock.http1.Endpoint;
import dev.airlock.http1.HeadLimits;
import dev.airlock.http1.ReadDeadlines;
import dev.airlock.http1.TargetForms;
import dev.airlock.http1.Wire;
import dev.airlock.http1.tls.ClientTls;
import java.io.Closeable;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/// Idle connections to the daemon, the one used last first. Safe for use by many threads.
final class ConnectionPool implements Closeable {
  /// Idle connections kept; more are closed.
  static final int MAX_IDLE = 64;

  /// An idle connection older than this is not used again.
  static final Duration MAX_IDLE_TIME = Duration.ofSeconds(30);

  private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(10);

  private final Endpoint daemon;
  private final Optional<ClientTls> tls;
  private final Deque<UpstreamConnection> idle = new ArrayDeque<>();
  private boolean closed;

  ConnectionPool(Endpoint daemon, Optional<ClientTls> tls) {
    this.daemon = requireNonNull(daemon, "daemon is null");
    this.tls = requireNonNull(tls, "tls is null");
  }

  /// One that was used before if there is one.
  UpstreamConnection borrow() throws IOException {
    Optional<UpstreamConnection> known = takeIdle();
    return known.isPresent() ? known.get() : open();
  }

  /// One that was never used.
  UpstreamConnection open() throws IOException {
    return new UpstreamConnection(
        this, new Wire(Dialer.connect(daemon, tls, CONNECT_TIMEOUT), HeadLimits.DEFAULT), true);
  }

  /// One for a question whose answer may not take longer, and that is not used again.
  UpstreamConnection openFor(Duration timeout) throws IOException {
    Wire wire =
        new Wire(
            Dialer.connect(daemon, tls, timeout),
            HeadLimits.DEFAULT,
            TargetForms.ORIGIN,
            ReadDeadlines.of(timeout, timeout, timeout));
    return new UpstreamConnection(this, wire, false);
  }

  private Optional<UpstreamConnection> takeIdle() throws IOException {
    List<UpstreamConnection> stale = new ArrayList<>();
    Optional<UpstreamConnection> fresh = Optional.empty();
    synchronized (this) {
      long now = System.nanoTime();
      while (fresh.isEmpty() && !idle.isEmpty()) {
        UpstreamConnection connection = idle.pop();
        if (connection.isIdleLongerThan(MAX_IDLE_TIME.toNanos(), now)) {
          stale.add(connection);
        } else {
          connection.reuse();
          fresh = Optional.of(connection);
        }
      }
    }
    for (UpstreamConnection connection : stale) {
      connection.close();
    }
    return fresh;
  }

  void giveBack(UpstreamConnection connection) throws IOException {
    synchronized (this) {
      if (!closed && idle.size() < MAX_IDLE) {
        idle.push(connection);
        return;
      }
    }
    connection.close();
  }

  @Override
  public void close() throws IOException {
    List<UpstreamConnection> all;
    synchronized (this) {
      closed = true;
      all = List.copyOf(idle);
      idle.clear();
    }
    for (UpstreamConnection connection : all) {
      connection.close();
    }
  }
}
