package dev.airlock.rules;

import java.io.ByteArrayOutputStream;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Locale;
import java.util.Optional;

/// Reads IPv6 text as RFC 4291 2.2 has it: eight groups, at most one `::`, an IPv4 address at the
/// end. No zone.
final class Ipv6Text {
  private static final int BYTES = 16;
  private static final int MAX_CHARACTERS = 45;

  private Ipv6Text() {}

  static Optional<InetAddress> parse(String text) {
    String lower = text.toLowerCase(Locale.ROOT);
    int gap = lower.indexOf("::");
    if (text.length() > MAX_CHARACTERS || gap != lower.lastIndexOf("::")) {
      return Optional.empty();
    }
    Optional<byte[]> head = groups(gap < 0 ? lower : lower.substring(0, gap), gap < 0);
    Optional<byte[]> tail =
        gap < 0 ? Optional.of(new byte[0]) : groups(lower.substring(gap + 2), true);
    if (head.isEmpty() || tail.isEmpty()) {
      return Optional.empty();
    }
    int given = head.get().length + tail.get().length;
    boolean fits = gap < 0 ? given == BYTES : given < BYTES;
    return fits ? Optional.of(join(head.get(), tail.get())) : Optional.empty();
  }

  private static InetAddress join(byte[] head, byte[] tail) {
    byte[] address = new byte[BYTES];
    System.arraycopy(head, 0, address, 0, head.length);
    System.arraycopy(tail, 0, address, BYTES - tail.length, tail.length);
    try {
      return InetAddress.getByAddress(address);
    } catch (UnknownHostException e) {
      throw new IllegalStateException("sixteen bytes are an address", e);
    }
  }

  private static Optional<byte[]> groups(String text, boolean mayEndInIpv4) {
    var bytes = new ByteArrayOutputStream(BYTES);
    if (text.isEmpty()) {
      return Optional.of(bytes.toByteArray());
    }
    String[] groups = text.split(":", -1);
    for (int i = 0; i < groups.length; i++) {
      boolean ipv4 = groups[i].indexOf('.') >= 0;
      Optional<byte[]> group = ipv4 ? dotted(groups[i]) : hexadecimal(groups[i]);
      if (group.isEmpty() || (ipv4 && !(mayEndInIpv4 && i == groups.length - 1))) {
        return Optional.empty();
      }
      bytes.writeBytes(group.get());
    }
    return Optional.of(bytes.toByteArray());
  }

  private static Optional<byte[]> dotted(String group) {
    return Ipv4Text.parse(group)
        .filter(address -> Network.print(address).equals(group))
        .map(InetAddress::getAddress);
  }

  private static Optional<byte[]> hexadecimal(String group) {
    if (group.isEmpty() || group.length() > 4) {
      return Optional.empty();
    }
    int value = 0;
    for (int i = 0; i < group.length(); i++) {
      int digit = group.charAt(i) < 0x80 ? Character.digit(group.charAt(i), 16) : -1;
      if (digit < 0) {
        return Optional.empty();
      }
      value = (value << 4) | digit;
    }
    return Optional.of(new byte[] {(byte) (value >>> 8), (byte) value});
  }
}
