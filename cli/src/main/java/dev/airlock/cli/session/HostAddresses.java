package dev.airlock.cli.session;

import com.github.dockerjava.api.model.Network;
import dev.airlock.cli.engine.Engine;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.ServerSocket;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/// Where the engine's machine would answer if the airlock leaked, with a listener that does.
final class HostAddresses implements AutoCloseable {
  private static final int MOST = 64;

  /// Any port shows a machine in reach: a closed one refuses.
  private static final int PORT_OF_A_REMOTE_MACHINE = 22;

  private final List<ServerSocket> listeners;
  private final boolean local;

  private HostAddresses(List<ServerSocket> listeners, boolean local) {
    this.listeners = listeners;
    this.local = local;
  }

  /// Listens on every address where the engine is this machine's.
  static HostAddresses of(Engine engine) {
    List<ServerSocket> listeners = new ArrayList<>();
    boolean local = engine.host().startsWith("unix://");
    if (local) {
      try {
        // Of both families: the wildcard address of IPv6 takes IPv4 as well.
        ServerSocket listener = new ServerSocket();
        listener.bind(new InetSocketAddress(0));
        listeners.add(listener);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    return new HostAddresses(List.copyOf(listeners), local);
  }

  int port() {
    return local ? listeners.getFirst().getLocalPort() : PORT_OF_A_REMOTE_MACHINE;
  }

  /// Every address to try from inside a network: its would-be gateways, and this machine's own.
  List<String> on(Network network) {
    Set<String> addresses = new LinkedHashSet<>(gateways(network));
    if (local) {
      addresses.addAll(own());
    }
    return addresses.stream().limit(MOST).toList();
  }

  private static List<String> gateways(Network network) {
    Set<InetAddress> members =
        network.getContainers().values().stream()
            .flatMap(container ->
                List.of(text(container.getIpv4Address()), text(container.getIpv6Address()))
                    .stream())
            .filter(text -> !text.isEmpty())
            .map(text -> literal(text.replaceFirst("/.*", "")))
            .collect(Collectors.toSet());
    List<String> gateways = new ArrayList<>();
    for (Network.Ipam.Config config : network.getIpam().getConfig()) {
      InetAddress gateway =
          text(config.getGateway()).isEmpty()
              ? first(literal(text(config.getSubnet()).replaceFirst("/.*", "")))
              : literal(text(config.getGateway()));
      // An isolated network has no gateway, and its first address may be a member's.
      if (!members.contains(gateway)) {
        gateways.add(gateway.getHostAddress());
      }
    }
    return gateways;
  }

  private static List<String> own() {
    try {
      return NetworkInterface.networkInterfaces()
          .flatMap(NetworkInterface::inetAddresses)
          .filter(address -> !address.isLoopbackAddress())
          .map(HostAddresses::asSeenFromInside)
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String asSeenFromInside(InetAddress address) {
    String text = address.getHostAddress().replaceFirst("%.*", "");
    return address instanceof Inet6Address && address.isLinkLocalAddress() ? text + "%eth0" : text;
  }

  private static InetAddress first(InetAddress subnet) {
    byte[] address = subnet.getAddress();
    address[address.length - 1] |= 1;
    try {
      return InetAddress.getByAddress(address);
    } catch (UnknownHostException e) {
      throw new IllegalStateException("an address of the right length", e);
    }
  }

  private static InetAddress literal(String text) {
    return InetAddress.ofLiteral(text);
  }

  private static String text(@org.jspecify.annotations.Nullable String text) {
    return text == null ? "" : text;
  }

  @Override
  public void close() {
    for (ServerSocket listener : listeners) {
      try {
        listener.close();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
