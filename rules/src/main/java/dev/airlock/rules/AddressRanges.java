package dev.airlock.rules;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.util.List;
import java.util.Optional;

/// Which addresses are not the public internet: the IANA special-purpose registries, cloud metadata
/// services, and all of IPv6 outside global unicast.
///
/// Documentation blocks (RFC 5737, RFC 3849, RFC 9637) are not among them: nothing on the internet
/// answers there, and laboratories and CI machines use them as stand-ins for public addresses.
public final class AddressRanges {

  // The first block that contains an address counts: narrow ones stand before those around them.
  private static final List<SpecialRange> RANGES =
      List.of(
          open("169.254.169.254/32", "cloud metadata"),
          open("169.254.170.2/32", "cloud metadata (container credentials)"),
          open("169.254.170.23/32", "cloud metadata (pod identity)"),
          open("100.100.100.200/32", "cloud metadata"),
          open("168.63.129.16/32", "cloud metadata (wire server)"),
          open("192.0.0.192/32", "cloud metadata"),
          open("fd00:ec2::/32", "cloud metadata"),
          open("fd20:ce::254/128", "cloud metadata"),
          never("0.0.0.0/8", "this network (RFC 791)"),
          open("10.0.0.0/8", "private (RFC 1918)"),
          open("100.64.0.0/10", "carrier-grade NAT (RFC 6598)"),
          open("127.0.0.0/8", "loopback"),
          open("169.254.0.0/16", "link-local"),
          open("172.16.0.0/12", "private (RFC 1918)"),
          open("192.0.0.0/24", "IETF protocol assignments (RFC 6890)"),
          open("192.31.196.0/24", "AS112 (RFC 7535)"),
          open("192.52.193.0/24", "AMT (RFC 7450)"),
          never("192.88.99.0/24", "6to4 relay (RFC 7526)"),
          open("192.168.0.0/16", "private (RFC 1918)"),
          open("192.175.48.0/24", "AS112 (RFC 7534)"),
          open("198.18.0.0/15", "benchmarking (RFC 2544)"),
          never("224.0.0.0/4", "multicast"),
          never("255.255.255.255/32", "broadcast"),
          never("240.0.0.0/4", "reserved (RFC 1112)"),
          never("::/128", "unspecified"),
          open("::1/128", "loopback"),
          never("::/96", "IPv4-compatible IPv6 (RFC 4291)"),
          never("::ffff:0:0:0/96", "IPv4-translated IPv6 (RFC 2765)"),
          never("64:ff9b::/96", "NAT64 (RFC 6052)"),
          never("64:ff9b:1::/48", "local NAT64 (RFC 8215)"),
          never("100::/64", "discard only (RFC 6666)"),
          never("2001::/32", "Teredo (RFC 4380)"),
          open("2001::/23", "IETF protocol assignments (RFC 2928)"),
          never("2002::/16", "6to4 (RFC 3056)"),
          open("2620:4f:8000::/48", "AS112 (RFC 7534)"),
          open("fc00::/7", "unique local (RFC 4193)"),
          open("fe80::/10", "link-local"),
          open("fec0::/10", "site-local (RFC 3879)"),
          never("ff00::/8", "multicast"));

  private static final Network GLOBAL_UNICAST_V6 = Network.of("2000::/3");
  private static final SpecialRange NOT_GLOBAL_V6 =
      never("::/0", "outside IPv6 global unicast (2000::/3)");

  private AddressRanges() {}

  /// The block that makes this address forbidden; empty if it is an ordinary public address.
  ///
  /// A v4-mapped IPv6 address is judged as the IPv4 address: [InetAddress] makes it one.
  public static Optional<SpecialRange> forbidden(InetAddress address) {
    Optional<SpecialRange> special =
        RANGES.stream().filter(range -> range.network().contains(address)).findFirst();
    boolean public4or6 = address instanceof Inet4Address || GLOBAL_UNICAST_V6.contains(address);
    return special.isPresent() || public4or6 ? special : Optional.of(NOT_GLOBAL_V6);
  }

  /// Whether the address is anything but an ordinary public one.
  public static boolean isForbidden(InetAddress address) {
    return forbidden(address).isPresent();
  }

  /// All blocks, narrow ones before those around them: the reference page lists them.
  public static List<SpecialRange> all() {
    return RANGES;
  }

  private static SpecialRange open(String network, String what) {
    return new SpecialRange(Network.of(network), what, true);
  }

  private static SpecialRange never(String network, String what) {
    return new SpecialRange(Network.of(network), what, false);
  }
}
