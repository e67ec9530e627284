package dev.airlock.http1;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;

/// What is to be sent: heads and small pieces are gathered, so that a head and a short body leave
/// in one write; large pieces pass by.
final class Outbox {
  private static final int SMALL_BYTES = 2 * 1024;

  /// A piece up to this size is copied behind what is pending.
  private static final int GATHER_BYTES = 16 * 1024;

  private final Transport transport;
  private byte[] pending = new byte[SMALL_BYTES];
  private int length;

  Outbox(Transport transport) {
    this.transport = transport;
  }

  /// Adds text whose characters are all below U+0100.
  @SuppressWarnings("deprecation") // the one way to copy Latin-1 text without garbage per line
  void add(String text) {
    makeRoom(text.length());
    text.getBytes(0, text.length(), pending, length);
    length += text.length();
  }

  private void makeRoom(int count) {
    if (length + count > pending.length) {
      pending = Arrays.copyOf(pending, Math.max(2 * pending.length, length + count));
    }
  }

  void add(byte[] bytes, int offset, int count) {
    makeRoom(count);
    System.arraycopy(bytes, offset, pending, length, count);
    length += count;
  }

  /// Sends at once, or together with what is pending, or leaves it pending if it is small.
  void write(byte[] bytes, int offset, int count) throws IOException {
    if (length + count <= GATHER_BYTES) {
      add(bytes, offset, count);
      return;
    }
    flush();
    transport.write(ByteBuffer.wrap(bytes, offset, count));
  }

  /// Sends what is pending and this after it, with nothing left pending.
  void writeThrough(ByteBuffer bytes) throws IOException {
    if (length == 0) {
      transport.write(bytes);
    } else if (length + bytes.remaining() <= GATHER_BYTES) {
      int count = bytes.remaining();
      makeRoom(count);
      bytes.get(pending, length, count);
      length += count;
      flush();
    } else {
      flush();
      transport.write(bytes);
    }
  }

  void flush() throws IOException {
    if (length > 0) {
      int count = length;
      length = 0;
      transport.write(ByteBuffer.wrap(pending, 0, count));
    }
  }
}
