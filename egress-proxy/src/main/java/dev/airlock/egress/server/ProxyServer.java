package dev.airlock.egress.server;

import dev.airlock.egress.audit.AuditLog;
import dev.airlock.egress.dial.AddressDialer;
import dev.airlock.egress.dial.Connector;
import dev.airlock.egress.dial.NameResolver;
import dev.airlock.egress.policy.EgressLimits;
import dev.airlock.egress.policy.EgressPolicy;
import dev.airlock.http1.Endpoint;
import dev.airlock.http1.Listener;
import dev.airlock.http1.Server;
import java.io.Closeable;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;

/// The proxy at its listeners.
public final class ProxyServer implements Closeable {
  private static final Duration TIME_TO_END = Duration.ofSeconds(2);
  private static final Duration LOOK_AGAIN = Duration.ofMillis(5);

  private final List<Server> servers;

  private ProxyServer(List<Server> servers) {
    this.servers = servers;
  }

  /// Binds all endpoints, then begins to serve.
  ///
  /// @throws IOException if an endpoint cannot be bound; none is then
  public static ProxyServer start(
      List<Endpoint> endpoints,
      EgressPolicy policy,
      NameResolver resolver,
      AddressDialer dialer,
      AuditLog audit,
      EgressLimits limits)
      throws IOException {
    List<Listener> listeners = bindAll(endpoints);
    var self = new OwnListeners(portsOf(listeners));
    var services =
        new ProxyServices(
            policy,
            new Connector(policy, resolver, dialer, self, limits.connect()),
            new ForwardedHeads(pseudonym()),
            audit,
            limits);
    List<Server> servers =
        listeners.stream()
            .map(listener -> new Server(listener, limits.maxConnections(), services))
            .toList();
    servers.forEach(Server::start);
    return new ProxyServer(servers);
  }

  /// Where it listens; a port that was left to the system is the one it chose.
  public List<Endpoint> endpoints() {
    return servers.stream().map(Server::local).toList();
  }

  private static List<Listener> bindAll(List<Endpoint> endpoints) throws IOException {
    var listeners = new ArrayList<Listener>();
    try {
      for (Endpoint endpoint : endpoints) {
        listeners.add(Listener.bind(endpoint, Optional.empty()));
      }
      return listeners;
    } catch (IOException e) {
      for (Listener listener : listeners) {
        listener.close();
      }
      throw e;
    }
  }

  private static Set<Integer> portsOf(List<Listener> listeners) {
    return listeners.stream()
        .map(Listener::local)
        .filter(Endpoint.Tcp.class::isInstance)
        .map(endpoint -> ((Endpoint.Tcp) endpoint).port())
        .collect(Collectors.toSet());
  }

  private static String pseudonym() {
    return "sandbox-" + HexFormat.of().toHexDigits(ThreadLocalRandom.current().nextLong());
  }

  /// Closes every connection, and gives each the time to write how it ended.
  @Override
  public void close() throws IOException {
    for (Server server : servers) {
      server.close();
    }
    long deadline = System.nanoTime() + TIME_TO_END.toNanos();
    while (servers.stream().anyMatch(server -> server.connections() > 0)
        && System.nanoTime() < deadline) {
      LockSupport.parkNanos(LOOK_AGAIN.toNanos());
    }
  }
}
