package dev.airlock.rules;

import static java.util.Objects.requireNonNull;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.UnknownHostException;

/// A block of IP addresses, `10.1.2.0/24` or `fd00::/8`; its base has no bit set after the prefix.
public record Network(InetAddress base, int prefix) {
  public Network {
    requireNonNull(base, "base is null");
    if (prefix < 0 || prefix > bits(base)) {
      throw new IllegalArgumentException("prefix " + prefix + " is not in 0.." + bits(base));
    }
    if (!masked(base, prefix).equals(base)) {
      throw new IllegalArgumentException(print(base) + " has bits set after /" + prefix);
    }
  }

  /// Reads `ADDRESS/LENGTH` as our own sources write it.
  static Network of(String text) {
    int slash = text.indexOf('/');
    HostTarget address = HostTarget.parse(text.substring(0, slash));
    if (!(address instanceof IpLiteral literal)) {
      throw new IllegalArgumentException(text + " is not a network");
    }
    return new Network(literal.address(), Integer.parseInt(text.substring(slash + 1)));
  }

  /// The block of that size that the address is in.
  public static Network around(InetAddress address, int prefix) {
    return new Network(masked(address, prefix), prefix);
  }

  /// Whether the address is in this block; a mapped IPv4 address counts as IPv4.
  public boolean contains(InetAddress address) {
    return bits(address) == bits(base) && masked(address, prefix).equals(base);
  }

  /// Whether every address of this block is in the other one.
  public boolean isWithin(Network other) {
    return prefix >= other.prefix && other.contains(base);
  }

  /// The number of bits of the address's family.
  static int bits(InetAddress address) {
    return address instanceof Inet4Address ? 32 : 128;
  }

  /// The address with all bits after the prefix cleared.
  static InetAddress masked(InetAddress address, int prefix) {
    byte[] bytes = address.getAddress();
    for (int i = 0; i < bytes.length; i++) {
      int keep = Math.clamp(prefix - 8L * i, 0, 8);
      bytes[i] = (byte) (bytes[i] & (0xff00 >>> keep));
    }
    try {
      return InetAddress.getByAddress(bytes);
    } catch (UnknownHostException e) {
      throw new IllegalStateException("as many bytes as before are an address", e);
    }
  }

  /// The canonical spelling: dotted decimal, or RFC 5952 without brackets and zone.
  public static String print(InetAddress address) {
    byte[] bytes = address.getAddress();
    if (bytes.length == 4) {
      return "%d.%d.%d.%d"
          .formatted(bytes[0] & 0xff, bytes[1] & 0xff, bytes[2] & 0xff, bytes[3] & 0xff);
    }
    return Ipv6Printer.print(bytes);
  }

  @Override
  public String toString() {
    return print(base) + "/" + prefix;
  }
}
