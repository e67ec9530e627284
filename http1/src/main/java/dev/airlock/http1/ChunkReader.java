package dev.airlock.http1;

import java.io.IOException;

/// Reads the lines between chunks.
final class ChunkReader {
  /// Hexadecimal digits of a chunk's size; fifteen cannot overflow.
  static final int SIZE_DIGITS = 15;

  /// Bytes of a chunk line without its end; extensions are read for their form and dropped.
  static final int LINE_BYTES = 256;

  private final BodySource source;
  private final HeadReader trailers;
  private long offset;

  ChunkReader(BodySource source, HeadReader trailers) {
    this.source = source;
    this.trailers = trailers;
  }

  /// Bytes of the body read so far, chunk lines included.
  long offset() {
    return offset;
  }

  void passed(int count) {
    offset += count;
  }

  /// The size on the next chunk line; after the last chunk's also reads the trailer section.
  long nextSize() throws ProtocolException, IOException {
    ChunkLine line = new ChunkLine();
    while (!line.isComplete()) {
      line.accept(next(), offset - 1);
    }
    if (line.size() == 0) {
      trailers.skipTrailers();
    }
    return line.size();
  }

  /// SECURITY: data longer or shorter than its size says would end the body elsewhere.
  void requireDataEnd() throws ProtocolException, IOException {
    require('\r');
    require('\n');
  }

  private void require(char wanted) throws ProtocolException, IOException {
    if (next() != wanted) {
      throw ProtocolException.at(
          offset - 1, Violation.BAD_CHUNK, "chunk data does not end with CR LF");
    }
  }

  private byte next() throws ProtocolException, IOException {
    Inbox inbox = source.inbox();
    if (inbox.length() == 0 && !source.fill()) {
      throw ProtocolException.at(offset, Violation.TRUNCATED, "connection ended inside a body");
    }
    byte next = inbox.bytes()[inbox.start()];
    inbox.skip(1);
    offset++;
    return next;
  }
}
