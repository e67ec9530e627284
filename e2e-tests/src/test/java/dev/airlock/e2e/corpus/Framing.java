package dev.airlock.e2e.corpus;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.ByteArrayOutputStream;
import java.util.Locale;

/// How a request's bytes are laid on the wire.
enum Framing {
  /// With `Content-Length`, in one piece.
  LENGTH,
  /// In chunks of seven bytes.
  CHUNKED,
  /// As {@link #LENGTH}, one byte at a time.
  SINGLE_BYTES;

  private static final int CHUNK = 7;
  private static final int LARGE = 65_536;

  /// Adds the framing to a head without one.
  ///
  /// @param head lines with their line ends, without the empty one
  byte[] lay(String head, byte[] body) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.writeBytes(head.getBytes(ISO_8859_1));
    if (this == CHUNKED) {
      out.writeBytes("Transfer-Encoding: chunked\r\n\r\n".getBytes(US_ASCII));
      chunks(out, body);
    } else {
      if (body.length > 0 || head.startsWith("POST ") || head.startsWith("PUT ")) {
        out.writeBytes(("Content-Length: " + body.length + "\r\n").getBytes(US_ASCII));
      }
      out.writeBytes("\r\n".getBytes(US_ASCII));
      out.writeBytes(body);
    }
    return out.toByteArray();
  }

  private static void chunks(ByteArrayOutputStream out, byte[] body) {
    int chunk = body.length > LARGE ? LARGE : CHUNK;
    for (int at = 0; at < body.length; at += chunk) {
      int length = Math.min(chunk, body.length - at);
      out.writeBytes((Integer.toHexString(length) + "\r\n").getBytes(US_ASCII));
      out.write(body, at, length);
      out.writeBytes("\r\n".getBytes(US_ASCII));
    }
    out.writeBytes("0\r\n\r\n".getBytes(US_ASCII));
  }

  /// Whether a head brings its own framing.
  static boolean isIn(String head) {
    String fields = head.toLowerCase(Locale.ROOT);
    return fields.contains("\ncontent-length") || fields.contains("\ntransfer-encoding");
  }
}
