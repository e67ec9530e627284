package dev.airlock.broker.ports;

import dev.airlock.http1.Dialer;
import dev.airlock.http1.Endpoint;
import dev.airlock.http1.Listener;
import dev.airlock.http1.Relay;
import dev.airlock.http1.RelayLimits;
import dev.airlock.http1.Server;
import dev.airlock.http1.Transport;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Forwards a TCP port: each accepted connection gets one of its own to the container, half-close
/// kept.
final class TcpForwarder implements PortForwarder {
  /// Connections forwarded at once per port and address; more wait in the listener's backlog.
  static final int MAX_CONNECTIONS = 1024;

  private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(10);

  private final List<Server> servers = new ArrayList<>();
  private final int port;
  private final int containerPort;
  private final Target target;

  /// Listens at the same port of every address, or at none.
  ///
  /// @param port 0 lets the system choose
  TcpForwarder(List<InetAddress> addresses, int port, int containerPort, Target target)
      throws IOException {
    this.containerPort = containerPort;
    this.target = target;
    int allotted = port;
    try {
      for (InetAddress address : addresses) {
        Listener listener =
            Listener.bind(new Endpoint.Tcp(address.getHostAddress(), allotted), Optional.empty());
        servers.add(new Server(listener, MAX_CONNECTIONS, this::forward));
        allotted = ((Endpoint.Tcp) listener.local()).port();
      }
    } catch (IOException e) {
      close();
      throw e;
    }
    this.port = allotted;
    servers.forEach(Server::start);
  }

  private void forward(Transport client) throws IOException {
    Optional<InetAddress> address = target.get();
    if (address.isPresent()) {
      // A container that does not listen: the client sees its connection end.
      Transport container =
          Dialer.connect(new InetSocketAddress(address.get(), containerPort), CONNECT_TIMEOUT);
      Relay.run(client, container, RelayLimits.NONE);
    }
  }

  @Override
  public int port() {
    return port;
  }

  @Override
  public void close() {
    for (Server server : servers) {
      try {
        server.close();
      } catch (IOException e) {
        // Nothing is left to be done with it.
      }
    }
  }
}
