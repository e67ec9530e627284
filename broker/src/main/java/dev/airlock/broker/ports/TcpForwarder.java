package dev.airlock.broker.ports;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;

/// Forwards a TCP port: each accepted connection gets one of its own to the container, half-close kept.
final class TcpForwarder implements PortForwarder {
  /// Connections forwarded at once per port; more wait in the listener's backlog.
  static final int MAX_CONNECTIONS = 1024;

  private static final int BUFFER = 64 * 1024;

  private final List<ServerSocketChannel> listeners;
  private final int port;
  private final int containerPort;
  private final Target target;
  private final Semaphore free = new Semaphore(MAX_CONNECTIONS);
  private final Set<SocketChannel> open = ConcurrentHashMap.newKeySet();

  TcpForwarder(List<ServerSocketChannel> listeners, int port, int containerPort, Target target) {
    this.listeners = List.copyOf(listeners);
    this.port = port;
    this.containerPort = containerPort;
    this.target = target;
    for (ServerSocketChannel listener : this.listeners) {
      Thread.ofVirtual().name("port-" + port).start(() -> accept(listener));
    }
  }

  /// Binds the same port at every address, or none.
  ///
  /// @param port 0 lets the system choose
  static List<ServerSocketChannel> bind(List<InetAddress> addresses, int port) throws IOException {
    List<ServerSocketChannel> bound = new ArrayList<>();
    try {
      int wanted = port;
      for (InetAddress address : addresses) {
        ServerSocketChannel channel = ServerSocketChannel.open();
        bound.add(channel);
        channel.setOption(StandardSocketOptions.SO_REUSEADDR, true);
        channel.bind(new InetSocketAddress(address, wanted));
        wanted = ((InetSocketAddress) channel.getLocalAddress()).getPort();
      }
      return bound;
    } catch (IOException e) {
      bound.forEach(TcpForwarder::closeQuietly);
      throw e;
    }
  }

  private void accept(ServerSocketChannel listener) {
    while (listener.isOpen()) {
      try {
        free.acquire();
        SocketChannel client = listener.accept();
        open.add(client);
        Thread.ofVirtual().name("port-" + port + "-connection").start(() -> forward(client));
      } catch (IOException e) {
        free.release();
      } catch (InterruptedException e) {
        return;
      }
    }
  }

  private void forward(SocketChannel client) {
    Optional<InetAddress> address = target.get();
    try (client;
        SocketChannel container = SocketChannel.open()) {
      if (address.isEmpty()) {
        return;
      }
      open.add(container);
      try {
        container.connect(new InetSocketAddress(address.get(), containerPort));
        Thread up =
            Thread.ofVirtual().name("port-" + port + "-up").start(() -> copy(client, container));
        copy(container, client);
        up.join();
      } finally {
        open.remove(container);
      }
    } catch (IOException e) {
      // The container does not listen, or one side went away: the client sees its connection end.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      open.remove(client);
      free.release();
    }
  }

  private static void copy(SocketChannel from, SocketChannel to) {
    ByteBuffer buffer = ByteBuffer.allocateDirect(BUFFER);
    try {
      while (from.read(buffer) >= 0) {
        buffer.flip();
        while (buffer.hasRemaining()) {
          to.write(buffer);
        }
        buffer.clear();
      }
      to.shutdownOutput();
    } catch (IOException e) {
      closeQuietly(from);
      closeQuietly(to);
    }
  }

  @Override
  public int port() {
    return port;
  }

  @Override
  public void close() {
    listeners.forEach(TcpForwarder::closeQuietly);
    open.forEach(TcpForwarder::closeQuietly);
  }

  private static void closeQuietly(java.nio.channels.Channel channel) {
    try {
      channel.close();
    } catch (IOException e) {
      // Nothing is left to be done with it.
    }
  }
}
