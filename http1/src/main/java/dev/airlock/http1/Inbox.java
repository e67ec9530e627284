package dev.airlock.http1;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;

/// What a connection received and nobody has used yet. Small while heads are read, so that an idle
/// connection costs little; grows with what comes.
final class Inbox {
  static final int SMALL_BYTES = 8 * 1024;
  static final int BULK_BYTES = 64 * 1024;
  private static final byte[] NOTHING = new byte[0];

  private final Transport transport;
  private byte[] bytes = NOTHING;
  private int start;
  private int end;

  Inbox(Transport transport) {
    this.transport = transport;
  }

  /// The array that holds the bytes from [#start()] on; another one after each [#fill].
  byte[] bytes() {
    return bytes;
  }

  int start() {
    return start;
  }

  int length() {
    return end - start;
  }

  void skip(int count) {
    start += count;
  }

  /// Receives at least one byte more. The room is doubled, up to `capacity`, when the last read
  /// left none.
  ///
  /// @return whether there was one; false at the end of the connection
  boolean fill(int capacity) throws IOException {
    makeRoom(capacity);
    int read = transport.read(ByteBuffer.wrap(bytes, end, bytes.length - end));
    if (read < 0) {
      return false;
    }
    end += read;
    return true;
  }

  private void makeRoom(int capacity) {
    if (start == end) {
      boolean wasFull = end == bytes.length && end > 0;
      start = 0;
      end = 0;
      if (bytes.length == 0 || (wasFull && bytes.length < capacity)) {
        bytes = new byte[wasFull ? Math.min(capacity, 2 * bytes.length) : SMALL_BYTES];
      }
    } else if (end == bytes.length) {
      int length = length();
      byte[] roomy =
          length > bytes.length / 2 ? new byte[Math.max(2 * bytes.length, SMALL_BYTES)] : bytes;
      System.arraycopy(bytes, start, roomy, 0, length);
      bytes = roomy;
      start = 0;
      end = length;
    }
  }

  /// Gives the room of a bulk transfer back.
  void shrink() {
    if (start == end && bytes.length > SMALL_BYTES) {
      bytes = NOTHING;
      start = 0;
      end = 0;
    }
  }

  /// Moves what there is, as far as it fits.
  int moveTo(ByteBuffer target, long most) {
    int count = (int) Math.min(most, Math.min(length(), target.remaining()));
    target.put(bytes, start, count);
    start += count;
    return count;
  }

  byte[] takeAll() {
    byte[] all = Arrays.copyOfRange(bytes, start, end);
    // What follows is a raw stream, which may stay open for hours without this room.
    bytes = NOTHING;
    start = 0;
    end = 0;
    return all;
  }
}
