package dev.airlock.e2e.corpus;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.zip.GZIPOutputStream;

/// How a case writes its body down.
enum BodyNotation {
  /// As it stands, without the last line end.
  TEXT,
  /// As it stands, compressed.
  TEXT_GZIP,
  /// `\r`, `\n`, `\t`, `\0`, `\\` and `\xHH`; line ends of the file do not count.
  ESCAPED,
  /// A line per tar entry, see {@link TarNotation}.
  TAR,
  /// As {@link #TAR}, compressed.
  TAR_GZIP;

  /// The bytes on the wire.
  byte[] bytes(String written) {
    return switch (this) {
      case TEXT -> text(written);
      case TEXT_GZIP -> gzip(text(written));
      case ESCAPED -> unescape(written.replace("\n", ""));
      case TAR -> TarNotation.archive(written);
      case TAR_GZIP -> gzip(TarNotation.archive(written));
    };
  }

  private static byte[] text(String written) {
    String body = written.endsWith("\n") ? written.substring(0, written.length() - 1) : written;
    return body.getBytes(ISO_8859_1);
  }

  /// Bytes of an escaped text.
  static byte[] unescape(String text) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c != '\\') {
        bytes.write(c);
        continue;
      }
      char escape = text.charAt(++i);
      switch (escape) {
        case 'r' -> bytes.write('\r');
        case 'n' -> bytes.write('\n');
        case 't' -> bytes.write('\t');
        case '0' -> bytes.write(0);
        case '\\' -> bytes.write('\\');
        case 'x' -> {
          bytes.write(Integer.parseInt(text.substring(i + 1, i + 3), 16));
          i += 2;
        }
        default -> throw new IllegalArgumentException("unknown escape \\" + escape);
      }
    }
    return bytes.toByteArray();
  }

  private static byte[] gzip(byte[] plain) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (OutputStream gzip = new GZIPOutputStream(bytes)) {
      gzip.write(plain);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  /// UTF-8 bytes of a text.
  static byte[] utf8(String text) {
    return text.getBytes(UTF_8);
  }
}
