package dev.airlock.http1;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;

/// The body of a message that is being written. Closing ends the body, not the connection.
abstract sealed class BodyOutput extends OutputStream
    permits LengthOutput, ChunkedOutput, UntilCloseOutput {

  /// Room before and after a piece, for what the framing puts around it.
  static final int BEFORE = 18;

  static final int AFTER = 2;

  private final Transport transport;
  private final Outbox outbox;
  private boolean closed;

  BodyOutput(Transport transport, Outbox outbox) {
    this.transport = transport;
    this.outbox = outbox;
  }

  final Outbox outbox() {
    return outbox;
  }

  /// Sends a piece at once. It has [#BEFORE] bytes of room before its position and [#AFTER] after
  /// its limit.
  abstract void writePiece(ByteBuffer piece) throws IOException;

  /// Ends the body in the way of its framing.
  abstract void finish() throws IOException;

  /// Whether the body was written to its end.
  final boolean isClosed() {
    return closed;
  }

  final long transferFrom(BodyInput source) throws IOException {
    boolean direct = source.prefersDirectBuffers() && transport.prefersDirectBuffers();
    ByteBuffer buffer = BulkBuffers.borrow(direct);
    try {
      long count = 0;
      while (true) {
        buffer.clear().position(BEFORE).limit(buffer.capacity() - AFTER);
        int read = source.read(buffer);
        if (read < 0) {
          return count;
        }
        buffer.limit(buffer.position()).position(BEFORE);
        writePiece(buffer);
        count += read;
      }
    } finally {
      BulkBuffers.giveBack(buffer);
    }
  }

  final void requireOpen() throws IOException {
    if (closed) {
      throw new IOException("the body is closed");
    }
  }

  @Override
  public void write(int value) throws IOException {
    write(new byte[] {(byte) value}, 0, 1);
  }

  @Override
  public void flush() throws IOException {
    outbox.flush();
  }

  @Override
  public void close() throws IOException {
    if (!closed) {
      closed = true;
      finish();
      outbox.flush();
    }
  }
}
