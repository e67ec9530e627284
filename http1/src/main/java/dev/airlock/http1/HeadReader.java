package dev.airlock.http1;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/// Reads heads and trailer sections line by line (RFC 9112 sections 2 to 5), refusing at the first
/// byte that no valid message has there.
///
/// The verdict does not depend on how the bytes were split on their way. Offsets count from the
/// first byte of the head; nothing is consumed before a head is complete.
final class HeadReader {
  private static final int LINE_END = 2;
  private static final String VERSION = "HTTP/1.";

  private final Inbox inbox;
  private final HeadLimits limits;
  private final TargetReader targets;

  HeadReader(Inbox inbox, HeadLimits limits, TargetForms forms) {
    this.inbox = inbox;
    this.limits = limits;
    this.targets = new TargetReader(forms);
  }

  RequestHead readRequest() throws ProtocolException, IOException {
    int end = lineEnd(0, limits.requestLineBytes(), Violation.REQUEST_LINE_TOO_LONG);
    // SECURITY: an empty line before the request line is not skipped, though RFC 9112 section 2.2
    // has it so: what precedes a request is not ours to interpret.
    int methodEnd = tokenEnd(0, end);
    if (methodEnd == 0 || (methodEnd < end && byteAt(methodEnd) != ' ')) {
      throw ProtocolException.at(methodEnd, Violation.BAD_METHOD, "method is not a token");
    }
    int targetEnd = indexOf(' ', methodEnd + 1, end);
    if (targetEnd < 0 || targetEnd == methodEnd + 1) {
      throw ProtocolException.at(
          methodEnd, Violation.BAD_REQUEST_LINE, "request line is not three words");
    }
    String method = text(0, methodEnd);
    int minorVersion = requestVersion(method, text(targetEnd + 1, end), targetEnd + 1);
    RequestTarget target = targets.read(method, text(methodEnd + 1, targetEnd), methodEnd + 1);
    FieldLines fields = readFields(end + LINE_END);
    RequestHead head = new RequestHead(method, target, minorVersion, fields.fields());
    HeadRules.require(head);
    inbox.skip(fields.end());
    return head;
  }

  ResponseHead readResponse() throws ProtocolException, IOException {
    int end = lineEnd(0, limits.requestLineBytes(), Violation.STATUS_LINE_TOO_LONG);
    // HTTP/1.1 SP 3DIGIT SP reason: the second space stands there even without a reason.
    String line = text(0, end);
    if (line.length() < 13
        || !line.startsWith(VERSION)
        || line.charAt(8) != ' '
        || line.charAt(12) != ' ') {
      throw ProtocolException.at(0, Violation.BAD_STATUS_LINE, "status line is malformed");
    }
    int minorVersion = minorVersion(line.charAt(7), 7);
    FieldLines fields = readFields(end + LINE_END);
    ResponseHead head =
        new ResponseHead(status(line), line.substring(13), fields.fields(), minorVersion);
    HeadRules.require(head);
    inbox.skip(fields.end());
    return head;
  }

  private static int status(String line) throws ProtocolException {
    int status = 0;
    for (int i = 9; i < 12; i++) {
      char c = line.charAt(i);
      if (!Grammar.isDigit(c)) {
        throw ProtocolException.at(i, Violation.BAD_STATUS_LINE, "status is not three digits");
      }
      status = 10 * status + (c - '0');
    }
    if (status < 100 || status > 599) {
      throw ProtocolException.at(9, Violation.BAD_STATUS_LINE, "status is not in 100..599");
    }
    return status;
  }

  private static int requestVersion(String method, String version, int offset)
      throws ProtocolException {
    if (version.equals("HTTP/2.0") && method.equals("PRI")) {
      // SECURITY: newer engines speak HTTP/2 on the same socket, with gRPC straight to the builder.
      throw ProtocolException.at(0, Violation.HTTP2_PREFACE, "HTTP/2 with prior knowledge");
    }
    if (version.length() != VERSION.length() + 1 || !version.startsWith("HTTP/")) {
      throw ProtocolException.at(
          offset, Violation.BAD_REQUEST_LINE, "request line does not end with a version");
    }
    if (!version.startsWith(VERSION)) {
      throw ProtocolException.at(offset, Violation.BAD_VERSION, "version is not HTTP/1.0 or 1.1");
    }
    return minorVersion(version.charAt(VERSION.length()), offset + VERSION.length());
  }

  private static int minorVersion(char digit, int offset) throws ProtocolException {
    if (digit != '0' && digit != '1') {
      throw ProtocolException.at(offset, Violation.BAD_VERSION, "version is not HTTP/1.0 or 1.1");
    }
    return digit - '0';
  }

  /// The trailer section of a chunked body, up to and with its empty line: read as strictly as the
  /// field lines of a head, and dropped, as RFC 9110 section 6.5.1 allows.
  void skipTrailers() throws ProtocolException, IOException {
    try {
      FieldLines trailers = readFields(0);
      HeadRules.requireNoFraming(trailers.fields());
      inbox.skip(trailers.end());
    } catch (ProtocolException e) {
      throw switch (e.violation()) {
        case HEAD_TOO_LARGE, TOO_MANY_FIELDS, FIELD_LINE_TOO_LONG ->
            new ProtocolException(Violation.TRAILERS_TOO_LARGE, e.detail());
        case TRUNCATED -> e;
        default -> new ProtocolException(Violation.BAD_TRAILER, "trailer: " + e.detail());
      };
    }
  }

  /// Field lines and the offset after the empty line.
  private record FieldLines(Fields fields, int end) {}

  private FieldLines readFields(int from) throws ProtocolException, IOException {
    List<Field> fields = new ArrayList<>();
    int start = from;
    while (true) {
      int end = lineEnd(start, limits.fieldLineBytes(), Violation.FIELD_LINE_TOO_LONG);
      if (end == start) {
        return new FieldLines(Fields.owning(fields), end + LINE_END);
      }
      if (fields.size() == limits.fieldCount()) {
        throw ProtocolException.at(
            start, Violation.TOO_MANY_FIELDS, "more than " + limits.fieldCount() + " field lines");
      }
      fields.add(readField(start, end));
      start = end + LINE_END;
    }
  }

  private Field readField(int start, int end) throws ProtocolException {
    if (Grammar.isBlank(byteAt(start))) {
      // SECURITY: a folded line is a field to one reader and a continuation to another.
      throw ProtocolException.at(start, Violation.OBS_FOLD, "field line begins with whitespace");
    }
    int colon = tokenEnd(start, end);
    if (colon == start || colon == end || byteAt(colon) != ':') {
      throw ProtocolException.at(
          colon, Violation.BAD_FIELD_NAME, "field name is not a token with a colon");
    }
    int valueStart = colon + 1;
    while (valueStart < end && Grammar.isBlank(byteAt(valueStart))) {
      valueStart++;
    }
    int valueEnd = end;
    while (valueEnd > valueStart && Grammar.isBlank(byteAt(valueEnd - 1))) {
      valueEnd--;
    }
    return new Field(text(start, colon), text(valueStart, valueEnd));
  }

  /// The offset of the CR that ends the line which begins at `from`, once it has come.
  private int lineEnd(int from, int lineLimit, Violation tooLong)
      throws ProtocolException, IOException {
    int headLimit = limits.headBytes() - LINE_END - from;
    int limit = Math.min(lineLimit, headLimit);
    if (limit < 0) {
      throw ProtocolException.at(from, Violation.HEAD_TOO_LARGE, "head is too large");
    }
    int at = from;
    while (true) {
      at = plainEnd(at, Math.min(inbox.length(), from + limit + 1));
      if (at > from + limit) {
        throw limit == lineLimit
            ? ProtocolException.at(at, tooLong, "line is longer than " + lineLimit + " bytes")
            : ProtocolException.at(at, Violation.HEAD_TOO_LARGE, "head is too large");
      }
      if (at < inbox.length() && isLineEnd(at)) {
        return at;
      }
      if (!inbox.fill(limits.headBytes())) {
        throw ProtocolException.at(
            inbox.length(), Violation.TRUNCATED, "connection ended inside a head");
      }
    }
  }

  private int plainEnd(int from, int stop) {
    byte[] bytes = inbox.bytes();
    int start = inbox.start();
    int at = from;
    while (at < stop && Grammar.isLineByte(bytes[start + at])) {
      at++;
    }
    return at;
  }

  /// Whether CR LF is here; false if the LF is still to come.
  private boolean isLineEnd(int at) throws ProtocolException {
    byte found = byteAt(at);
    if (found == '\n') {
      // SECURITY: a bare LF is a line end to some readers only (RFC 9112 section 2.2).
      throw ProtocolException.at(at, Violation.BAD_LINE_END, "LF without CR");
    }
    if (found != '\r') {
      throw ProtocolException.at(
          at, Violation.BAD_BYTE, String.format("control byte 0x%02x", found & 0xff));
    }
    if (at + 1 == inbox.length()) {
      return false;
    }
    if (byteAt(at + 1) != '\n') {
      throw ProtocolException.at(at, Violation.BAD_LINE_END, "CR without LF");
    }
    return true;
  }

  private int tokenEnd(int from, int end) {
    byte[] bytes = inbox.bytes();
    int start = inbox.start();
    int at = from;
    while (at < end && Grammar.isToken(bytes[start + at])) {
      at++;
    }
    return at;
  }

  private int indexOf(char wanted, int from, int end) {
    for (int i = from; i < end; i++) {
      if (byteAt(i) == wanted) {
        return i;
      }
    }
    return -1;
  }

  private byte byteAt(int offset) {
    return inbox.bytes()[inbox.start() + offset];
  }

  private String text(int from, int end) {
    return new String(inbox.bytes(), inbox.start() + from, end - from, ISO_8859_1);
  }
}
