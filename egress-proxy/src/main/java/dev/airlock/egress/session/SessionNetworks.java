package dev.airlock.egress.session;

import dev.airlock.rules.Network;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.net.InetAddress;
import java.net.InterfaceAddress;
import java.net.NetworkInterface;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;
import java.util.function.Predicate;

/// The networks this proxy shares with its session: those it has an address in, without the uplink
/// and loopback. The uplink is every interface with a default route; with no default route there is
/// no telling, and no network counts.
///
/// Looks at the system for each question: the proxy joins networks while it runs.
public final class SessionNetworks implements Predicate<InetAddress> {
  private static final System.Logger LOG = System.getLogger(SessionNetworks.class.getName());
  private static final Path ROUTES_V4 = Path.of("/proc/net/route");
  private static final Path ROUTES_V6 = Path.of("/proc/net/ipv6_route");

  @Override
  public boolean test(InetAddress address) {
    try {
      Set<String> uplinks = DefaultRoutes.interfaces(lines(ROUTES_V4), lines(ROUTES_V6));
      return !uplinks.isEmpty()
          && NetworkInterface.networkInterfaces()
              .filter(candidate -> !uplinks.contains(candidate.getName()))
              .filter(candidate -> !isLoopback(candidate))
              .flatMap(candidate -> candidate.getInterfaceAddresses().stream())
              .anyMatch(own -> covers(own, address));
    } catch (IOException e) {
      LOG.log(Level.WARNING, "cannot read the session's networks", e);
      return false;
    }
  }

  private static boolean covers(InterfaceAddress own, InetAddress address) {
    InetAddress ours = own.getAddress();
    return !ours.isLinkLocalAddress()
        && ours.getAddress().length == address.getAddress().length
        && Network.around(ours, own.getNetworkPrefixLength()).contains(address);
  }

  private static boolean isLoopback(NetworkInterface candidate) {
    try {
      return candidate.isLoopback();
    } catch (IOException e) {
      return true;
    }
  }

  private static Set<String> lines(Path file) throws IOException {
    try {
      return new HashSet<>(Files.readAllLines(file));
    } catch (NoSuchFileException e) {
      return Set.of();
    }
  }
}
