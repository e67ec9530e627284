package dev.airlock.broker.route;

import dev.airlock.broker.json.MalformedJsonException;
import dev.airlock.broker.json.StrictJson;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/// Percent-decoding (RFC 3986 2.1), strict; and the one encoding that goes upstream.
public final class PercentCoding {

  private static final String PATH_SAFE = "-._~:@!$'()*,;=+&";
  private static final String QUERY_SAFE = "-._~:@/,";

  private PercentCoding() {}

  /// Decodes a path segment.
  static String decodePath(String raw) throws NotCanonicalException {
    return decode(raw, false, "path");
  }

  /// Decodes a key or a value of a query, where a plus sign is a space, as Go reads it.
  static String decodeQuery(String raw) throws NotCanonicalException {
    return decode(raw, true, "query");
  }

  /// Encodes one segment of a path.
  public static String encodeSegment(String text) {
    return encode(text, PATH_SAFE);
  }

  /// Encodes a key or a value of a query.
  public static String encodeQuery(String text) {
    return encode(text, QUERY_SAFE);
  }

  private static String decode(String raw, boolean plusIsSpace, String where)
      throws NotCanonicalException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(raw.length());
    for (int i = 0; i < raw.length(); i++) {
      char c = raw.charAt(i);
      if (c == '%') {
        bytes.write(octet(raw, i, where));
        i += 2;
      } else if (c <= ' ' || c >= 0x7f || c == '#' || c == '\\' || c == '"' || c == '<'
          || c == '>') {
        throw new NotCanonicalException(
            where + " has the raw character 0x" + Integer.toHexString(c));
      } else if (plusIsSpace && c == ';') {
        // SECURITY: a separator to some parsers; Go drops such a pair.
        throw new NotCanonicalException("query has a raw semicolon");
      } else {
        bytes.write(plusIsSpace && c == '+' ? ' ' : c);
      }
    }
    try {
      String text = StrictJson.decode(bytes.toByteArray());
      if (text.indexOf('\0') >= 0) {
        throw new NotCanonicalException(where + " has an encoded NUL");
      }
      return text;
    } catch (MalformedJsonException e) {
      throw new NotCanonicalException(where + " is not UTF-8 once decoded");
    }
  }

  private static int octet(String raw, int at, String where) throws NotCanonicalException {
    int high = at + 2 < raw.length() ? Character.digit(raw.charAt(at + 1), 16) : -1;
    int low = at + 2 < raw.length() ? Character.digit(raw.charAt(at + 2), 16) : -1;
    if (high < 0 || low < 0) {
      throw new NotCanonicalException(where + " has a percent sign without two hexadecimal digits");
    }
    return high * 16 + low;
  }

  private static String encode(String text, String safe) {
    StringBuilder out = new StringBuilder(text.length() + 8);
    for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
      char c = (char) (b & 0xff);
      if (c < 0x80 && (Character.isLetterOrDigit(c) || safe.indexOf(c) >= 0)) {
        out.append(c);
      } else {
        out.append('%').append(String.format(Locale.ROOT, "%02X", (int) c));
      }
    }
    return out.toString();
  }
}
