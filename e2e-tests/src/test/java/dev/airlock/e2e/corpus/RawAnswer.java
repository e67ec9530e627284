package dev.airlock.e2e.corpus;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.Locale;

/// An answer as far as it came.
///
/// @param status 0 if there is none
/// @param head everything before the body, 1xx left out
/// @param body decoded from its framing
/// @param length bytes on the wire
/// @param complete whether its framing says that it ended, or it began a stream
record RawAnswer(int status, String head, String body, int length, boolean complete) {

  private static final RawAnswer NOTHING = new RawAnswer(0, "", "", 0, false);

  /// Reads from the beginning of the bytes.
  ///
  /// @param headOnly whether a HEAD was asked, whose answer has no body
  static RawAnswer parse(byte[] bytes, boolean headOnly) {
    String text = new String(bytes, ISO_8859_1);
    int end = text.indexOf("\r\n\r\n") + 4;
    if (end < 4) {
      return NOTHING;
    }
    String head = text.substring(0, end);
    int status = Integer.parseInt(head.substring(9, 12));
    if (status == 100) {
      RawAnswer next = parse(Arrays.copyOfRange(bytes, end, bytes.length), headOnly);
      return new RawAnswer(next.status, next.head, next.body, end + next.length, next.complete);
    }
    String fields = head.toLowerCase(Locale.ROOT);
    if (headOnly || status == 101 || status == 204 || status == 304) {
      return new RawAnswer(status, head, "", end, true);
    }
    if (fields.contains("\r\ntransfer-encoding: chunked")) {
      return chunked(status, head, bytes, end);
    }
    if (fields.contains("-stream\r\n")) {
      return new RawAnswer(status, head, "", end, true);
    }
    int at = fields.indexOf("\r\ncontent-length:");
    if (at < 0) {
      return new RawAnswer(status, head, text.substring(end), bytes.length, false);
    }
    int length = Integer.parseInt(fields.substring(at + 17, fields.indexOf('\r', at + 2)).strip());
    boolean complete = bytes.length - end >= length;
    int stop = complete ? end + length : bytes.length;
    return new RawAnswer(status, head, new String(bytes, end, stop - end, UTF_8), stop, complete);
  }

  /// What to make of the bytes when no more come.
  static RawAnswer atEnd(byte[] bytes) {
    RawAnswer answer = parse(bytes, false);
    boolean untilClose = !answer.head.toLowerCase(Locale.ROOT).contains("\r\ncontent-length:");
    return new RawAnswer(answer.status, answer.head, answer.body, bytes.length, untilClose);
  }

  private static RawAnswer chunked(int status, String head, byte[] bytes, int start) {
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    int at = start;
    while (true) {
      int lineEnd = indexOfLineEnd(bytes, at);
      if (lineEnd < 0) {
        return new RawAnswer(status, head, body.toString(UTF_8), bytes.length, false);
      }
      int size = Integer.parseInt(new String(bytes, at, lineEnd - at, ISO_8859_1).strip(), 16);
      if (bytes.length < lineEnd + 2 + size + 2) {
        return new RawAnswer(status, head, body.toString(UTF_8), bytes.length, false);
      }
      body.write(bytes, lineEnd + 2, size);
      at = lineEnd + 2 + size + 2;
      if (size == 0) {
        return new RawAnswer(status, head, body.toString(UTF_8), at, true);
      }
    }
  }

  private static int indexOfLineEnd(byte[] bytes, int from) {
    for (int i = from; i + 1 < bytes.length; i++) {
      if (bytes[i] == '\r' && bytes[i + 1] == '\n') {
        return i;
      }
    }
    return -1;
  }
}
