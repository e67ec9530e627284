package dev.airlock.http1;

/// Which characters may stand where (RFC 9110 section 5.6, RFC 3986 section 2), as tables.
final class Grammar {
  private static final int ASCII = 128;
  private static final boolean[] TOKEN = tableOf("!#$%&'*+-.^_`|~", true);
  private static final boolean[] PATH = tableOf("-._~!$&'()*+,;=:@/%", true);
  private static final boolean[] QUERY = tableOf("-._~!$&'()*+,;=:@/%?", true);
  private static final boolean[] REG_NAME = tableOf("-._~!$&'()*+,;=%", true);
  private static final boolean[] IP_LITERAL = tableOf(":.", false);
  private static final boolean[] LINE = lineTable();

  private Grammar() {}

  private static boolean[] tableOf(String marks, boolean allLetters) {
    boolean[] table = new boolean[ASCII];
    for (char c = '0'; c <= '9'; c++) {
      table[c] = true;
    }
    for (char c = 'a'; c <= (allLetters ? 'z' : 'f'); c++) {
      table[c] = true;
      table[c - 'a' + 'A'] = true;
    }
    marks.chars().forEach(c -> table[c] = true);
    return table;
  }

  /// Every byte but controls; HTAB is allowed, bytes above 0x7f are (obs-text, opaque).
  private static boolean[] lineTable() {
    boolean[] table = new boolean[256];
    for (int c = 0x20; c < 256; c++) {
      table[c] = c != 0x7f;
    }
    table['\t'] = true;
    return table;
  }

  static boolean isToken(byte c) {
    return c >= 0 && TOKEN[c];
  }

  static boolean isLineByte(byte c) {
    return LINE[c & 0xff];
  }

  static boolean isDigit(int c) {
    return c >= '0' && c <= '9';
  }

  static boolean isDigits(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (!isDigit(text.charAt(i))) {
        return false;
      }
    }
    return !text.isEmpty();
  }

  static boolean isToken(String text) {
    return !text.isEmpty() && consistsOf(text, TOKEN);
  }

  /// Field content: no control but HTAB, no space or HTAB at either end, nothing above U+00FF.
  static boolean isFieldValue(String text) {
    if (!isLineText(text)) {
      return false;
    }
    return text.isEmpty() || !(isBlank(text.charAt(0)) || isBlank(text.charAt(text.length() - 1)));
  }

  /// Text of a line: no control character but HTAB.
  static boolean isLineText(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c > 0xff || !LINE[c]) {
        return false;
      }
    }
    return true;
  }

  static boolean isBlank(int c) {
    return c == ' ' || c == '\t';
  }

  /// Begins with a slash; only RFC 3986 path characters; every `%` has two hexadecimal digits.
  static boolean isPath(String text) {
    return text.startsWith("/") && consistsOf(text, PATH) && hasWholeEscapes(text);
  }

  static boolean isQuery(String text) {
    return consistsOf(text, QUERY) && hasWholeEscapes(text);
  }

  static boolean isRegName(String text) {
    return consistsOf(text, REG_NAME) && hasWholeEscapes(text);
  }

  /// Only looks at the characters; the name rules decide what the address is.
  static boolean isIpv6(String text) {
    return text.indexOf(':') >= 0 && consistsOf(text, IP_LITERAL);
  }

  private static boolean consistsOf(String text, boolean[] table) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c >= ASCII || !table[c]) {
        return false;
      }
    }
    return true;
  }

  private static boolean hasWholeEscapes(String text) {
    for (int i = text.indexOf('%'); i >= 0; i = text.indexOf('%', i + 1)) {
      if (i + 2 >= text.length()
          || hexValue(text.charAt(i + 1)) < 0
          || hexValue(text.charAt(i + 2)) < 0) {
        return false;
      }
    }
    return true;
  }

  /// The value of an ASCII hexadecimal digit, or -1.
  static int hexValue(int c) {
    if (isDigit(c)) {
      return c - '0';
    }
    int lower = c | 0x20;
    return lower >= 'a' && lower <= 'f' ? lower - 'a' + 10 : -1;
  }
}
