package dev.airlock.rules;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Optional;
import java.util.OptionalLong;

/// Reads an IPv4 address the lax way of `inet_aton`: one to four parts, each decimal, octal or
/// hexadecimal, the last one filling what is left.
final class Ipv4Text {
  private static final int MAX_PARTS = 4;
  private static final int MAX_PART_CHARACTERS = 20;

  private Ipv4Text() {}

  static Optional<InetAddress> parse(String text) {
    String[] parts =
        (text.endsWith(".") ? text.substring(0, text.length() - 1) : text).split("\\.", -1);
    if (parts.length > MAX_PARTS) {
      return Optional.empty();
    }
    long address = 0;
    for (int i = 0; i < parts.length; i++) {
      boolean last = i == parts.length - 1;
      int bytes = last ? MAX_PARTS - i : 1;
      OptionalLong part = number(parts[i]);
      if (part.isEmpty() || part.getAsLong() >= 1L << (8 * bytes)) {
        return Optional.empty();
      }
      address = (address << (8 * bytes)) | part.getAsLong();
    }
    return Optional.of(fromBits(address));
  }

  private static OptionalLong number(String part) {
    if (part.isEmpty() || part.length() > MAX_PART_CHARACTERS) {
      return OptionalLong.empty();
    }
    boolean hex = part.startsWith("0x");
    boolean octal = !hex && part.length() > 1 && part.startsWith("0");
    int radix = hex ? 16 : octal ? 8 : 10;
    String digits = hex ? part.substring(2) : part;
    long value = 0;
    for (int i = 0; i < digits.length(); i++) {
      char c = digits.charAt(i);
      int digit = c < 0x80 ? Character.digit(c, radix) : -1;
      if (digit < 0) {
        return OptionalLong.empty();
      }
      value = Math.min(value * radix + digit, 1L << 33);
    }
    return OptionalLong.of(value);
  }

  private static InetAddress fromBits(long bits) {
    byte[] bytes = {
      (byte) (bits >>> 24), (byte) (bits >>> 16), (byte) (bits >>> 8), (byte) bits,
    };
    try {
      return InetAddress.getByAddress(bytes);
    } catch (UnknownHostException e) {
      throw new IllegalStateException("four bytes are an address", e);
    }
  }
}
