package dev.airlock.http1;

import java.io.IOException;
import java.nio.ByteBuffer;

/// A body that ends with the connection.
final class UntilCloseInput extends BodyInput {
  private final BodySource source;
  private boolean ended;

  UntilCloseInput(BodySource source) {
    this.source = source;
  }

  @Override
  int read(ByteBuffer target) throws IOException {
    if (ended) {
      return -1;
    }
    int read = source.read(target, Long.MAX_VALUE);
    if (read < 0) {
      ended = true;
      source.finish();
    }
    return read;
  }

  @Override
  public int available() {
    return source.inbox().length();
  }

  @Override
  boolean isAtEnd() {
    return ended;
  }

  @Override
  boolean prefersDirectBuffers() {
    return source.prefersDirectBuffers();
  }
}
