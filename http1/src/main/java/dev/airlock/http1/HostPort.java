package dev.airlock.http1;

import java.util.Optional;

/// `host[:port]` (RFC 3986 section 3.2 without user information), as Host and targets have it.
///
/// Immutable.
///
/// @param host as it was written, IPv6 without brackets
public record HostPort(String host, Optional<Integer> port) {
  private static final int PORT_DIGITS = 5;

  public HostPort {
    if (host.isEmpty() || (!Grammar.isRegName(host) && !Grammar.isIpv6(host))) {
      throw new IllegalArgumentException("host is neither a name nor an address");
    }
    if (port.isPresent() && (port.get() < 1 || port.get() > 65_535)) {
      throw new IllegalArgumentException("port is not in 1..65535");
    }
  }

  /// Reads it as it stands in a head.
  ///
  /// @throws IllegalArgumentException if it is not one; the message says why, without the text
  public static HostPort parse(String text) {
    int hostEnd = text.startsWith("[") ? text.indexOf(']') + 1 : portSeparator(text);
    if (hostEnd == 0) {
      throw new IllegalArgumentException("host is empty, or a bracket is missing");
    }
    String host = text.substring(0, hostEnd);
    boolean bracketed = host.startsWith("[");
    String bare = bracketed ? host.substring(1, hostEnd - 1) : host;
    if (bracketed ? !Grammar.isIpv6(bare) : !Grammar.isRegName(bare)) {
      throw new IllegalArgumentException("host is neither a name nor an address");
    }
    String rest = text.substring(hostEnd);
    return new HostPort(bare, rest.isEmpty() ? Optional.empty() : Optional.of(port(rest)));
  }

  private static int portSeparator(String text) {
    int colon = text.indexOf(':');
    return colon < 0 ? text.length() : colon;
  }

  private static int port(String colonAndDigits) {
    String digits = colonAndDigits.substring(1);
    if (colonAndDigits.charAt(0) != ':'
        || digits.length() > PORT_DIGITS
        || !Grammar.isDigits(digits)
        || digits.charAt(0) == '0') {
      throw new IllegalArgumentException("port is not a number in 1..65535");
    }
    return Integer.parseInt(digits);
  }
}
