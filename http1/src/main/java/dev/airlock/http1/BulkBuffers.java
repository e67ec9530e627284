package dev.airlock.http1;

import java.nio.ByteBuffer;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.atomic.AtomicInteger;

/// Buffers for bodies and relays, lent for the time of a transfer. Some are kept for the next one:
/// direct memory is dear to allocate and late to be given back.
final class BulkBuffers {
  static final int BYTES = 64 * 1024;
  static final int SMALL_BYTES = 8 * 1024;

  private static final Pool BULK = new Pool(BYTES, 32);
  private static final Pool SMALL = new Pool(SMALL_BYTES, 128);

  private BulkBuffers() {}

  /// A cleared buffer of [#BYTES]; direct if that suits both ends.
  static ByteBuffer borrow(boolean direct) {
    return direct ? BULK.borrow() : ByteBuffer.allocate(BYTES);
  }

  /// A cleared buffer of [#SMALL_BYTES], for a stream that may stay quiet for hours.
  static ByteBuffer borrowSmall(boolean direct) {
    return direct ? SMALL.borrow() : ByteBuffer.allocate(SMALL_BYTES);
  }

  static void giveBack(ByteBuffer buffer) {
    if (buffer.isDirect()) {
      (buffer.capacity() == BYTES ? BULK : SMALL).giveBack(buffer);
    }
  }

  private static final class Pool {
    private final int bytes;
    private final int kept;
    private final ConcurrentLinkedDeque<ByteBuffer> free = new ConcurrentLinkedDeque<>();
    private final AtomicInteger count = new AtomicInteger();

    private Pool(int bytes, int kept) {
      this.bytes = bytes;
      this.kept = kept;
    }

    private ByteBuffer borrow() {
      ByteBuffer buffer = free.pollFirst();
      if (buffer == null) {
        return ByteBuffer.allocateDirect(bytes);
      }
      count.decrementAndGet();
      return buffer.clear();
    }

    private void giveBack(ByteBuffer buffer) {
      if (count.incrementAndGet() <= kept) {
        free.addFirst(buffer);
      } else {
        count.decrementAndGet();
      }
    }
  }
}
