package dev.airlock.http1;

import java.io.IOException;
import java.nio.ByteBuffer;

/// A body in the chunked coding (RFC 9112 section 7.1), decoded.
///
/// A read takes from one chunk only, so that what a server sent as one piece goes on as one piece.
final class ChunkedInput extends BodyInput {
  private final BodySource source;
  private final ChunkReader chunks;
  private long left;
  private boolean ended;

  ChunkedInput(BodySource source, HeadReader trailers) {
    this.source = source;
    this.chunks = new ChunkReader(source, trailers);
  }

  @Override
  int read(ByteBuffer target) throws IOException {
    try {
      return readChunk(target);
    } catch (ProtocolException e) {
      throw new ProtocolIOException(e);
    }
  }

  private int readChunk(ByteBuffer target) throws ProtocolException, IOException {
    if (left == 0 && !ended) {
      left = chunks.nextSize();
      if (left == 0) {
        ended = true;
        source.finish();
      }
    }
    if (ended) {
      return -1;
    }
    // A large rest of a chunk comes straight from the connection, small ones by way of the inbox.
    if (source.inbox().length() == 0 && left < target.remaining() && !source.fill()) {
      throw BodySource.truncated(chunks.offset());
    }
    int read = source.read(target, left);
    if (read < 0) {
      throw BodySource.truncated(chunks.offset());
    }
    chunks.passed(read);
    left -= read;
    if (left == 0) {
      chunks.requireDataEnd();
    }
    return read;
  }

  @Override
  public int available() {
    return (int) Math.min(left, source.inbox().length());
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
