package dev.airlock.http1;

import java.io.InputStream;
import java.util.function.IntSupplier;

/// Bytes that arrive in pieces of the sizes a supplier says, as a network may cut them.
final class Pieces extends InputStream {
  private final byte[] bytes;
  private final IntSupplier sizes;
  private int at;

  Pieces(byte[] bytes, IntSupplier sizes) {
    this.bytes = bytes;
    this.sizes = sizes;
  }

  static Pieces whole(byte[] bytes) {
    return new Pieces(bytes, () -> Integer.MAX_VALUE);
  }

  static Pieces oneAtATime(byte[] bytes) {
    return new Pieces(bytes, () -> 1);
  }

  @Override
  public int read() {
    return at == bytes.length ? -1 : bytes[at++] & 0xff;
  }

  @Override
  public int read(byte[] target, int offset, int length) {
    if (at == bytes.length) {
      return -1;
    }
    int count = Math.min(Math.min(length, bytes.length - at), sizes.getAsInt());
    System.arraycopy(bytes, at, target, offset, count);
    at += count;
    return count;
  }
}
