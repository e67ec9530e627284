package dev.airlock.http1;

import java.io.IOException;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Optional;

/// Joins two connections: every byte of each goes to the other, and the end of each direction is
/// passed on by itself, so that a client that has said all still hears the answer.
///
/// One side breaking does not cut off what it has already said: a daemon that ends a stream does
/// not wait for the rest of the client's input, and its last words still reach the client.
///
/// Runs one direction on the caller's thread and one on a virtual thread, and closes both
/// connections when it returns.
public final class Relay {
  /// How long a side is still read, and thrown away, when the other one has gone.
  public static final Duration LINGER_TIME = Duration.ofSeconds(1);

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

  private final Optional<Duration> idle;
  private final Direction forth;
  private final Direction back;
  private volatile End end = End.COMPLETE;

  private Relay(Transport a, byte[] fromA, Transport b, byte[] fromB, RelayLimits limits) {
    this.idle = limits.idle();
    this.forth = new Direction(a, b, fromA);
    this.back = new Direction(b, a, fromB);
  }

  /// What the wires received and did not read goes first; what they have queued was to be flushed.
  public static Result run(Wire a, Wire b, RelayLimits limits) {
    return new Relay(a.transport(), a.takeReceived(), b.transport(), b.takeReceived(), limits)
        .run();
  }

  public static Result run(Wire a, Transport b, RelayLimits limits) {
    return new Relay(a.transport(), a.takeReceived(), b, new byte[0], limits).run();
  }

  public static Result run(Transport a, Transport b, RelayLimits limits) {
    return new Relay(a, new byte[0], b, new byte[0], limits).run();
  }

  private Result run() {
    Thread other =
        Thread.ofVirtual().name("relay " + forth.from.peer()).start(() -> carry(back, forth));
    carry(forth, back);
    boolean interrupted = joinUninterruptibly(other);
    closeBoth();
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
    return new Result(forth.bytes, back.bytes, end);
  }

  private boolean joinUninterruptibly(Thread thread) {
    boolean interrupted = false;
    while (true) {
      try {
        thread.join();
        return interrupted;
      } catch (InterruptedException e) {
        interrupted = true;
        endWith(End.BROKEN);
        closeBoth();
      }
    }
  }

  /// One direction, to its end.
  private void carry(Direction direction, Direction opposite) {
    try {
      touch();
      direction.sendFirst();
      direction.copy(this::touch);
      direction.end(opposite);
    } catch (SocketTimeoutException e) {
      endWith(End.IDLE);
      closeBoth();
    } catch (NotTakenException e) {
      endWith(End.BROKEN);
      direction.discard(opposite);
    } catch (IOException e) {
      endWith(End.BROKEN);
      direction.endAfterFailure();
    }
  }

  /// The limit is on both directions together: one that only listens is not idle.
  private void touch() {
    if (idle.isPresent()) {
      forth.from.expireAfter(idle.get());
      back.from.expireAfter(idle.get());
    }
  }

  private synchronized void endWith(End why) {
    if (end == End.COMPLETE) {
      end = why;
    }
  }

  private void closeBoth() {
    try (Transport a = forth.from;
        Transport b = back.from) {
      a.neverExpire();
      b.neverExpire();
    } catch (IOException e) {
      // Both are given up, and the peers know already.
    }
  }

  /// The receiver takes nothing more; the sender is well.
  private static final class NotTakenException extends IOException {
    private static final long serialVersionUID = 1L;

    NotTakenException(IOException cause) {
      super(cause);
    }
  }

  private static final class Direction {
    private final Transport from;
    private final Transport to;
    private final byte[] first;
    private volatile boolean ended;
    private volatile boolean discarding;
    private long bytes; // of this direction's thread

    Direction(Transport from, Transport to, byte[] first) {
      this.from = from;
      this.to = to;
      this.first = first;
    }

    private void sendFirst() throws IOException {
      if (first.length > 0) {
        send(ByteBuffer.wrap(first));
      }
    }

    @SuppressWarnings(
        "NonAtomicOperationOnVolatileField") // written by this direction's thread only
    private void send(ByteBuffer piece) throws IOException {
      int length = piece.remaining();
      try {
        to.write(piece);
      } catch (SocketTimeoutException e) {
        throw e;
      } catch (IOException e) {
        throw new NotTakenException(e);
      }
      bytes += length;
    }

    private void copy(Runnable touch) throws IOException {
      boolean direct = from.prefersDirectBuffers() && to.prefersDirectBuffers();
      ByteBuffer buffer = BulkBuffers.borrowSmall(direct);
      try {
        while (from.read(buffer.clear()) >= 0) {
          touch.run();
          boolean full = !buffer.hasRemaining();
          send(buffer.flip());
          touch.run();
          if (full && buffer.capacity() < BulkBuffers.BYTES) {
            BulkBuffers.giveBack(buffer);
            buffer = BulkBuffers.borrow(direct);
          }
        }
      } finally {
        BulkBuffers.giveBack(buffer);
      }
    }

    /// The sender has said all.
    private void end(Direction opposite) {
      endOutput();
      ended = true;
      if (opposite.discarding) {
        to.expireAfter(LINGER_TIME);
      }
    }

    /// Reads on, so that the sender is not stuck and its end is seen; not for long once there is
    /// nothing more to tell it.
    private void discard(Direction opposite) {
      ended = true;
      discarding = true;
      ByteBuffer buffer = BulkBuffers.borrowSmall(from.prefersDirectBuffers());
      try {
        if (opposite.ended) {
          from.expireAfter(LINGER_TIME);
        }
        while (from.read(buffer.clear()) >= 0) {
          // Nobody takes it.
        }
      } catch (IOException e) {
        // It has gone, too.
      } finally {
        BulkBuffers.giveBack(buffer);
      }
    }

    /// The sender has gone: the receiver hears that nothing more comes, and has a moment to end.
    private void endAfterFailure() {
      endOutput();
      ended = true;
      to.expireAfter(LINGER_TIME);
    }

    private void endOutput() {
      try {
        to.shutdownOutput();
      } catch (IOException e) {
        // The receiver has gone; what it said before is the other direction's.
      }
    }
  }
}
