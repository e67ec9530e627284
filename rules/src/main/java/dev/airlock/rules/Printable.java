package dev.airlock.rules;

/// Makes text of a stranger fit for a message: escaped, cut, in quotes.
public final class Printable {
  private static final int MAX_CHARACTERS = 100;

  private Printable() {}

  /// The text in single quotes; anything but printable ASCII escaped in hexadecimal, cut after 100
  /// characters.
  public static String quote(String text) {
    var quoted = new StringBuilder("'");
    int end = Math.min(text.length(), MAX_CHARACTERS);
    for (int i = 0; i < end; i++) {
      char c = text.charAt(i);
      if (c >= ' ' && c < 0x7f) {
        quoted.append(c);
      } else if (c < 0x100) {
        quoted.append(String.format("\\x%02x", (int) c));
      } else {
        quoted.append(String.format("\\u%04x", (int) c));
      }
    }
    if (end < text.length()) {
      quoted.append('…');
    }
    return quoted.append('\'').toString();
  }
}
