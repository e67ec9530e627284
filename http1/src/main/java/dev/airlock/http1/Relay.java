package dev.airlock.http1;

import java.io.IOException;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;

/// Joins two connections: every byte of each goes to the other, and the end of each direction is
/// passed on by itself, so that a client that has said all still hears the answer.
///
/// Runs one direction on the caller's thread and one on a virtual thread, and closes both
/// connections when it returns.
public final class Relay {

  /// Why a relay ended.
  public enum End {
    /// Both directions ended orderly.
    COMPLETE,
    /// Nothing came for as long as the limit says.
    IDLE,
    /// A connection broke, or was closed from outside.
    BROKEN
  }

  /// What a relay did.
  ///
  /// @param aToB bytes that went from the first connection to the second
  public record Result(long aToB, long bToA, End end) {}

  private final Transport a;
  private final Transport b;
  private final Optional<Duration> idle;
  private volatile End end = End.COMPLETE;

  private Relay(Transport a, Transport b, RelayLimits limits) {
    this.a = a;
    this.b = b;
    this.idle = limits.idle();
  }

  /// What the wires received and did not read goes first; what they have queued was to be flushed.
  public static Result run(Wire a, Wire b, RelayLimits limits) {
    return run(a.transport(), a.takeReceived(), b.transport(), b.takeReceived(), limits);
  }

  public static Result run(Wire a, Transport b, RelayLimits limits) {
    return run(a.transport(), a.takeReceived(), b, new byte[0], limits);
  }

  public static Result run(Transport a, Transport b, RelayLimits limits) {
    return run(a, new byte[0], b, new byte[0], limits);
  }

  private static Result run(
      Transport a, byte[] fromA, Transport b, byte[] fromB, RelayLimits limits) {
    Relay relay = new Relay(a, b, limits);
    AtomicLong bToA = new AtomicLong();
    Thread back =
        Thread.ofVirtual().name("relay " + a.peer()).start(() -> bToA.set(relay.pump(b, a, fromB)));
    long aToB = relay.pump(a, b, fromA);
    boolean interrupted = joinUninterruptibly(back, relay);
    relay.closeBoth();
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
    return new Result(aToB, bToA.get(), relay.end);
  }

  private static boolean joinUninterruptibly(Thread thread, Relay relay) {
    boolean interrupted = false;
    while (true) {
      try {
        thread.join();
        return interrupted;
      } catch (InterruptedException e) {
        interrupted = true;
        relay.fail(End.BROKEN);
      }
    }
  }

  /// One direction, to its end; a failure ends the other direction, too.
  private long pump(Transport from, Transport to, byte[] first) {
    Counter count = new Counter();
    try {
      touch();
      if (first.length > 0) {
        to.write(ByteBuffer.wrap(first));
        count.bytes += first.length;
      }
      copy(from, to, count);
      to.shutdownOutput();
    } catch (SocketTimeoutException e) {
      fail(End.IDLE);
    } catch (IOException e) {
      fail(End.BROKEN);
    }
    return count.bytes;
  }

  private static final class Counter {
    private long bytes;
  }

  private void copy(Transport from, Transport to, Counter count) throws IOException {
    boolean direct = from.prefersDirectBuffers() && to.prefersDirectBuffers();
    ByteBuffer buffer = BulkBuffers.borrowSmall(direct);
    try {
      while (from.read(buffer.clear()) >= 0) {
        touch();
        boolean full = !buffer.hasRemaining();
        int piece = buffer.position();
        to.write(buffer.flip());
        count.bytes += piece;
        touch();
        if (full && buffer.capacity() < BulkBuffers.BYTES) {
          BulkBuffers.giveBack(buffer);
          buffer = BulkBuffers.borrow(direct);
        }
      }
    } finally {
      BulkBuffers.giveBack(buffer);
    }
  }

  /// The limit is on both directions together: one that only listens is not idle.
  private void touch() {
    if (idle.isPresent()) {
      a.expireAfter(idle.get());
      b.expireAfter(idle.get());
    }
  }

  private synchronized void fail(End why) {
    if (end == End.COMPLETE) {
      end = why;
    }
    closeBoth();
  }

  private void closeBoth() {
    try (a;
        b) {
      a.neverExpire();
      b.neverExpire();
    } catch (IOException e) {
      // Both are given up, and the peers know already.
    }
  }
}
