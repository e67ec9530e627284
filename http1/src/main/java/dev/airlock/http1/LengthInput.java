package dev.airlock.http1;

import java.io.IOException;
import java.nio.ByteBuffer;

/// A body of known length.
final class LengthInput extends BodyInput {
  private final BodySource source;
  private final long length;
  private long left;

  LengthInput(BodySource source, long length) {
    this.source = source;
    this.length = length;
    this.left = length;
  }

  @Override
  int read(ByteBuffer target) throws IOException {
    if (left == 0) {
      return -1;
    }
    int read = source.read(target, left);
    if (read < 0) {
      throw BodySource.truncated(length - left);
    }
    left -= read;
    if (left == 0) {
      source.finish();
    }
    return read;
  }

  @Override
  public int available() {
    return (int) Math.min(left, source.inbox().length());
  }

  @Override
  long remaining() {
    return left;
  }

  @Override
  boolean isAtEnd() {
    return left == 0;
  }

  @Override
  boolean prefersDirectBuffers() {
    return source.prefersDirectBuffers();
  }
}
