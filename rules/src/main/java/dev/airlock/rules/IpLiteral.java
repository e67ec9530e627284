package dev.airlock.rules;

import static java.util.Objects.requireNonNull;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.util.Locale;

/// An IP address written where a host name could stand, in any spelling some resolver would take.
///
/// Only the canonical spelling can be allowed; the others are recognized so that they are refused
/// as what they are, and never reach a resolver that reads them its own way.
///
/// @param address what the text means; a v4-mapped IPv6 address is the IPv4 address
/// @param spelling how it was written
public record IpLiteral(InetAddress address, Spelling spelling) implements HostTarget {

  /// How the address was written.
  public enum Spelling {
    /// Four decimal numbers, or RFC 4291 text without an embedded IPv4 address.
    CANONICAL("canonical"),
    /// Fewer than four parts, octal or hexadecimal parts, a trailing dot: what `inet_aton` takes.
    IPV4_VARIANT("an IPv4 address in a decimal, octal, hexadecimal or short spelling"),
    /// `::ffff:10.0.0.1` in any of its spellings.
    IPV4_MAPPED("an IPv4 address mapped into IPv6"),
    /// Dotted decimal at the end of an IPv6 address.
    IPV4_EMBEDDED("an IPv6 address with an IPv4 part"),
    /// With a zone: `fe80::1%eth0`.
    SCOPED("an IPv6 address with a zone");

    private final String description;

    Spelling(String description) {
      this.description = description;
    }

    /// For a message: what kind of spelling it is.
    public String description() {
      return description;
    }
  }

  public IpLiteral {
    requireNonNull(address, "address is null");
    requireNonNull(spelling, "spelling is null");
  }

  static HostTarget parseV4(String text) {
    var address = Ipv4Text.parse(text.toLowerCase(Locale.ROOT));
    if (address.isEmpty()) {
      return new MalformedHost(
          "host " + Printable.quote(text) + " ends in a number and is no IPv4 address");
    }
    boolean canonical = Network.print(address.get()).equals(text);
    return new IpLiteral(address.get(), canonical ? Spelling.CANONICAL : Spelling.IPV4_VARIANT);
  }

  static HostTarget parseV6(String text) {
    boolean bracketed = text.startsWith("[") && text.endsWith("]");
    String inner = bracketed ? text.substring(1, text.length() - 1) : text;
    int percent = inner.indexOf('%');
    String addressText = percent < 0 ? inner : inner.substring(0, percent);
    var address = Ipv6Text.parse(addressText);
    if (address.isEmpty()) {
      return new MalformedHost("host " + Printable.quote(text) + " is no IPv6 address");
    }
    return new IpLiteral(address.get(), spellingOfV6(address.get(), inner));
  }

  private static Spelling spellingOfV6(InetAddress address, String text) {
    if (text.indexOf('%') >= 0) {
      return Spelling.SCOPED;
    }
    if (address instanceof Inet4Address) {
      return Spelling.IPV4_MAPPED;
    }
    return text.indexOf('.') >= 0 ? Spelling.IPV4_EMBEDDED : Spelling.CANONICAL;
  }

  /// The canonical spelling; IPv6 as RFC 5952 has it, without brackets.
  @Override
  public String toString() {
    return Network.print(address);
  }
}
