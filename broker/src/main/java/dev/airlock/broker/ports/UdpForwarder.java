package dev.airlock.broker.ports;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Forwards a UDP port: each client address gets a socket of its own to the container, so that
/// answers find their way back.
final class UdpForwarder implements PortForwarder {
  /// Client addresses remembered per listener; the one that was quiet the longest is forgotten
  /// first.
  static final int MAX_CLIENTS = 256;

  private static final int MAX_DATAGRAM = 65_535;

  private final List<DatagramChannel> listeners;
  private final int port;
  private final int containerPort;
  private final Target target;

  UdpForwarder(List<DatagramChannel> listeners, int port, int containerPort, Target target) {
    this.listeners = List.copyOf(listeners);
    this.port = port;
    this.containerPort = containerPort;
    this.target = target;
    for (DatagramChannel listener : this.listeners) {
      Thread.ofVirtual().name("udp-port-" + port).start(() -> receive(listener));
    }
  }

  /// Binds the same port at every address, or none.
  ///
  /// @param port 0 lets the system choose
  static List<DatagramChannel> bind(List<InetAddress> addresses, int port) throws IOException {
    List<DatagramChannel> bound = new ArrayList<>();
    try {
      int wanted = port;
      for (InetAddress address : addresses) {
        DatagramChannel channel = DatagramChannel.open();
        bound.add(channel);
        channel.bind(new InetSocketAddress(address, wanted));
        wanted = ((InetSocketAddress) channel.getLocalAddress()).getPort();
      }
      return bound;
    } catch (IOException e) {
      bound.forEach(UdpForwarder::closeQuietly);
      throw e;
    }
  }

  private void receive(DatagramChannel listener) {
    Map<SocketAddress, DatagramChannel> clients = new LinkedHashMap<>(16, 0.75f, true);
    ByteBuffer datagram = ByteBuffer.allocateDirect(MAX_DATAGRAM);
    while (listener.isOpen()) {
      try {
        datagram.clear();
        SocketAddress client = listener.receive(datagram);
        datagram.flip();
        Optional<InetAddress> address = target.get();
        if (client != null && address.isPresent()) {
          channelFor(listener, client, address.get(), clients).write(datagram);
        }
      } catch (IOException e) {
        // The container does not listen (ICMP): datagrams are lost, as UDP allows.
      }
    }
    clients.values().forEach(UdpForwarder::closeQuietly);
  }

  private DatagramChannel channelFor(
      DatagramChannel listener,
      SocketAddress client,
      InetAddress address,
      Map<SocketAddress, DatagramChannel> clients)
      throws IOException {
    InetSocketAddress container = new InetSocketAddress(address, containerPort);
    DatagramChannel known = clients.get(client);
    if (known != null && container.equals(known.getRemoteAddress())) {
      return known;
    }
    if (known != null) {
      closeQuietly(known);
    }
    DatagramChannel fresh = DatagramChannel.open();
    fresh.connect(container);
    clients.put(client, fresh);
    if (clients.size() > MAX_CLIENTS) {
      SocketAddress eldest = clients.keySet().iterator().next();
      closeQuietly(clients.get(eldest));
      clients.remove(eldest);
    }
    Thread.ofVirtual()
        .name("udp-port-" + port + "-back")
        .start(() -> back(listener, client, fresh));
    return fresh;
  }

  private static void back(DatagramChannel listener, SocketAddress client, DatagramChannel from) {
    ByteBuffer datagram = ByteBuffer.allocateDirect(MAX_DATAGRAM);
    while (from.isOpen() && listener.isOpen()) {
      try {
        datagram.clear();
        from.read(datagram);
        datagram.flip();
        listener.send(datagram, client);
      } catch (java.net.PortUnreachableException e) {
        // Said for an earlier datagram; the container may listen later.
      } catch (IOException e) {
        closeQuietly(from);
      }
    }
  }

  @Override
  public int port() {
    return port;
  }

  @Override
  public void close() {
    listeners.forEach(UdpForwarder::closeQuietly);
  }

  private static void closeQuietly(@org.jspecify.annotations.Nullable DatagramChannel channel) {
    if (channel == null) {
      return;
    }
    try {
      channel.close();
    } catch (IOException e) {
      // Nothing is left to be done with it.
    }
  }
}
