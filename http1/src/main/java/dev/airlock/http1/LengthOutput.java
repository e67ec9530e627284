package dev.airlock.http1;

import java.io.IOException;
import java.nio.ByteBuffer;

/// A body of known length; writing more than that, or closing before, is an error.
final class LengthOutput extends BodyOutput {
  private long left;

  LengthOutput(Transport transport, Outbox outbox, long length) {
    super(transport, outbox);
    this.left = length;
  }

  @Override
  public void write(byte[] bytes, int offset, int length) throws IOException {
    take(length);
    outbox().write(bytes, offset, length);
  }

  @Override
  void writePiece(ByteBuffer piece) throws IOException {
    take(piece.remaining());
    outbox().writeThrough(piece);
  }

  private void take(int count) throws IOException {
    requireOpen();
    // SECURITY: a byte too many would be read as the beginning of the next message.
    if (count > left) {
      throw new IOException("body is longer than its Content-Length");
    }
    left -= count;
  }

  @Override
  void finish() throws IOException {
    if (left > 0) {
      throw new IOException("body is " + left + " bytes shorter than its Content-Length");
    }
  }
}
