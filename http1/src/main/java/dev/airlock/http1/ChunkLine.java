package dev.airlock.http1;

/// A chunk line, byte by byte: `chunk-size *( ";" name [ "=" ( token / quoted-string ) ] ) CR LF`.
///
/// Stricter than RFC 9112 section 7.1.1: no whitespace around the parts of an extension.
final class ChunkLine {
  private enum Expects {
    SIZE,
    SIZE_OR_END,
    EXTENSION_NAME,
    NAME_OR_NEXT,
    EXTENSION_VALUE,
    VALUE_OR_NEXT,
    QUOTED,
    ESCAPED,
    NEXT,
    LINE_FEED,
    NOTHING
  }

  private Expects expects = Expects.SIZE;
  private long size;
  private int digits;
  private int length;

  boolean isComplete() {
    return expects == Expects.NOTHING;
  }

  long size() {
    return size;
  }

  void accept(byte next, long offset) throws ProtocolException {
    expects =
        switch (expects) {
          case SIZE -> digit(next, offset);
          case SIZE_OR_END ->
              Grammar.hexValue(next) >= 0 ? digit(next, offset) : part(next, offset);
          case EXTENSION_NAME -> token(next, Expects.NAME_OR_NEXT, offset);
          case NAME_OR_NEXT -> nameOrNext(next, offset);
          case EXTENSION_VALUE ->
              next == '"' ? Expects.QUOTED : token(next, Expects.VALUE_OR_NEXT, offset);
          case VALUE_OR_NEXT -> Grammar.isToken(next) ? Expects.VALUE_OR_NEXT : part(next, offset);
          case QUOTED -> quoted(next, offset);
          case ESCAPED -> content(next, offset);
          case NEXT -> part(next, offset);
          case LINE_FEED -> lineFeed(next, offset);
          case NOTHING -> throw new IllegalStateException("the chunk line is complete");
        };
    if (expects != Expects.LINE_FEED && ++length > ChunkReader.LINE_BYTES && !isComplete()) {
      throw bad(offset, "chunk line is longer than " + ChunkReader.LINE_BYTES + " bytes");
    }
  }

  private Expects digit(byte next, long offset) throws ProtocolException {
    int value = Grammar.hexValue(next);
    if (value < 0) {
      throw bad(offset, "chunk size is not hexadecimal");
    }
    if (++digits > ChunkReader.SIZE_DIGITS) {
      throw bad(offset, "chunk size has more than " + ChunkReader.SIZE_DIGITS + " digits");
    }
    size = 16 * size + value;
    return Expects.SIZE_OR_END;
  }

  private static Expects nameOrNext(byte next, long offset) throws ProtocolException {
    if (next == '=') {
      return Expects.EXTENSION_VALUE;
    }
    return Grammar.isToken(next) ? Expects.NAME_OR_NEXT : part(next, offset);
  }

  private static Expects quoted(byte next, long offset) throws ProtocolException {
    return switch (next) {
      case '"' -> Expects.NEXT;
      case '\\' -> Expects.ESCAPED;
      default -> content(next, offset);
    };
  }

  private static Expects content(byte next, long offset) throws ProtocolException {
    if (!Grammar.isLineByte(next)) {
      throw bad(offset, "control byte in a chunk extension");
    }
    return Expects.QUOTED;
  }

  private static Expects token(byte next, Expects then, long offset) throws ProtocolException {
    if (!Grammar.isToken(next)) {
      throw bad(offset, "chunk extension is malformed");
    }
    return then;
  }

  private static Expects part(byte next, long offset) throws ProtocolException {
    return switch (next) {
      case ';' -> Expects.EXTENSION_NAME;
      case '\r' -> Expects.LINE_FEED;
      default -> throw bad(offset, "chunk line is malformed");
    };
  }

  private static Expects lineFeed(byte next, long offset) throws ProtocolException {
    if (next != '\n') {
      throw bad(offset, "chunk line ends with CR without LF");
    }
    return Expects.NOTHING;
  }

  private static ProtocolException bad(long offset, String detail) {
    return ProtocolException.at(offset, Violation.BAD_CHUNK, detail);
  }
}
