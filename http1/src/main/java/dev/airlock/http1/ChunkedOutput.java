package dev.airlock.http1;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.nio.ByteBuffer;

/// A body in the chunked coding: one chunk per write, no extensions, no trailers.
final class ChunkedOutput extends BodyOutput {
  private static final String LINE_END = "\r\n";
  private static final String LAST_CHUNK = "0\r\n\r\n";
  private static final byte[] HEX = "0123456789abcdef".getBytes(US_ASCII);

  ChunkedOutput(Transport transport, Outbox outbox) {
    super(transport, outbox);
  }

  @Override
  public void write(byte[] bytes, int offset, int length) throws IOException {
    requireOpen();
    if (length > 0) { // an empty chunk would be the last one
      outbox().add(Integer.toHexString(length) + LINE_END);
      outbox().write(bytes, offset, length);
      outbox().add(LINE_END);
    }
  }

  /// Puts size and line end around the piece where it lies, for one write.
  @Override
  void writePiece(ByteBuffer piece) throws IOException {
    requireOpen();
    int length = piece.remaining();
    if (length == 0) {
      return;
    }
    int at = piece.position();
    int end = piece.limit();
    piece.put(--at, (byte) '\n').put(--at, (byte) '\r');
    for (int rest = length; rest > 0; rest >>>= 4) {
      piece.put(--at, HEX[rest & 0xf]);
    }
    piece.limit(end + AFTER).position(at);
    piece.put(end, (byte) '\r').put(end + 1, (byte) '\n');
    outbox().writeThrough(piece);
  }

  @Override
  void finish() {
    outbox().add(LAST_CHUNK);
  }
}
