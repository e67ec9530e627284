package dev.airlock.broker.ports;

import static java.util.Objects.requireNonNull;

import java.io.Closeable;
import java.io.IOException;
import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.channels.DatagramChannel;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/// The ports that the session's containers publish: nothing is published on the host; the broker
/// listens for them in the session and forwards to the container's address.
///
/// Listeners are open before the engine is asked to start the container, so a client that saw the
/// start answered can connect. Safe for use by many threads.
public final class VirtualPorts implements Closeable {
  /// Tries at finding a port that is free at every address at once.
  private static final int ATTEMPTS = 32;

  private record Opened(PublishedPort port, PortForwarder forwarder) {}

  private final List<InetAddress> addresses;
  private final Function<String, Optional<InetAddress>> addressOf;
  private final Map<String, List<Opened>> byContainer = new HashMap<>();

  /// Has no port open yet.
  ///
  /// @param addresses where virtual ports listen
  /// @param addressOf from a container's id to its address, asked for at each new connection
  public VirtualPorts(
      List<InetAddress> addresses, Function<String, Optional<InetAddress>> addressOf) {
    this.addresses = List.copyOf(addresses);
    this.addressOf = requireNonNull(addressOf, "addressOf is null");
  }

  /// Opens all that a container asks for, or nothing. A container that has its ports open keeps
  /// them.
  public synchronized void open(String container, List<PortRequest> requests)
      throws PortTakenException {
    if (requests.isEmpty() || byContainer.containsKey(container)) {
      return;
    }
    List<Opened> opened = new ArrayList<>();
    try {
      for (PortRequest request : requests) {
        PortForwarder forwarder = open(container, request);
        opened.add(new Opened(new PublishedPort(request, forwarder.port()), forwarder));
      }
    } catch (PortTakenException e) {
      opened.forEach(each -> each.forwarder().close());
      throw e;
    }
    byContainer.put(container, opened);
  }

  /// Closes the ports of a container, if it has any, and every connection through them.
  public synchronized void close(String container) {
    List<Opened> opened = byContainer.remove(container);
    if (opened != null) {
      opened.forEach(each -> each.forwarder().close());
    }
  }

  /// What is open for a container, in the order it was asked for.
  public synchronized List<PublishedPort> of(String container) {
    return byContainer.getOrDefault(container, List.of()).stream().map(Opened::port).toList();
  }

  @Override
  public synchronized void close() {
    List.copyOf(byContainer.keySet()).forEach(this::close);
  }

  private PortForwarder open(String container, PortRequest request) throws PortTakenException {
    List<InetAddress> at = addressesFor(request.hostAddress());
    boolean any = request.firstPort() == 0;
    int attempts = any ? ATTEMPTS : request.lastPort() - request.firstPort() + 1;
    for (int i = 0; i < attempts; i++) {
      try {
        return bind(container, request, at, any ? 0 : request.firstPort() + i);
      } catch (IOException e) {
        // Taken at one of the addresses: the next port, if there is one.
      }
    }
    String address = request.hostAddress().isEmpty() ? "0.0.0.0" : request.hostAddress();
    throw new PortTakenException(address, request.firstPort());
  }

  private PortForwarder bind(String container, PortRequest request, List<InetAddress> at, int port)
      throws IOException {
    PortForwarder.Target target = () -> addressOf.apply(container);
    if (request.protocol().equals("udp")) {
      List<DatagramChannel> bound = UdpForwarder.bind(at, port);
      int allotted = bound.getFirst().socket().getLocalPort();
      return new UdpForwarder(bound, allotted, request.containerPort(), target);
    }
    return new TcpForwarder(at, port, request.containerPort(), target);
  }

  /// The listening addresses of the family that was asked for; all of them for none.
  private List<InetAddress> addressesFor(String hostAddress) {
    boolean four = hostAddress.indexOf('.') >= 0;
    boolean six = hostAddress.indexOf(':') >= 0;
    List<InetAddress> fitting =
        addresses.stream()
            .filter(address -> !four || address instanceof Inet4Address)
            .filter(address -> !six || address instanceof Inet6Address)
            .toList();
    return fitting.isEmpty() ? addresses : fitting;
  }

  /// The addresses among these that this machine has: `::1` is missing where IPv6 is off.
  public static List<InetAddress> usable(List<InetAddress> addresses) {
    return addresses.stream().filter(VirtualPorts::isLocal).toList();
  }

  private static boolean isLocal(InetAddress address) {
    try (ServerSocket probe = new ServerSocket()) {
      probe.bind(new InetSocketAddress(address, 0));
      return true;
    } catch (IOException e) {
      return false;
    }
  }
}
