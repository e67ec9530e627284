package dev.airlock.http1;

import java.io.IOException;
import java.nio.ByteBuffer;

/// A body that ends when the caller closes the connection.
final class UntilCloseOutput extends BodyOutput {

  UntilCloseOutput(Transport transport, Outbox outbox) {
    super(transport, outbox);
  }

  @Override
  public void write(byte[] bytes, int offset, int length) throws IOException {
    requireOpen();
    outbox().write(bytes, offset, length);
  }

  @Override
  void writePiece(ByteBuffer piece) throws IOException {
    requireOpen();
    outbox().writeThrough(piece);
  }

  @Override
  void finish() {
    // Nothing marks the end but the end of the connection.
  }
}
