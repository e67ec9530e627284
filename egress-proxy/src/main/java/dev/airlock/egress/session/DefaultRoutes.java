package dev.airlock.egress.session;

import java.util.Collection;
import java.util.HashSet;
import java.util.Set;

/// Reads Linux's routing tables for the interfaces that a default route leaves by.
final class DefaultRoutes {
  private static final String V4_ANY = "00000000";
  private static final String V6_ANY = "0".repeat(32);

  private DefaultRoutes() {}

  /// @param v4 lines of `/proc/net/route`: interface, destination, gateway, flags, …, mask (8th)
  /// @param v6 lines of `/proc/net/ipv6_route`: destination, length, …, interface (last)
  static Set<String> interfaces(Collection<String> v4, Collection<String> v6) {
    var interfaces = new HashSet<String>();
    for (String line : v4) {
      String[] columns = line.strip().split("\\s+", -1);
      if (columns.length >= 8 && columns[1].equals(V4_ANY) && columns[7].equals(V4_ANY)) {
        interfaces.add(columns[0]);
      }
    }
    for (String line : v6) {
      String[] columns = line.strip().split("\\s+", -1);
      boolean isDefault =
          columns.length >= 10 && columns[0].equals(V6_ANY) && columns[1].equals("00");
      // The kernel keeps an unreachable default route on lo.
      if (isDefault && !columns[columns.length - 1].equals("lo")) {
        interfaces.add(columns[columns.length - 1]);
      }
    }
    return interfaces;
  }
}
