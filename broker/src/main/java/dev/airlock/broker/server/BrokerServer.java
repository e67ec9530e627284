package dev.airlock.broker.server;

import dev.airlock.broker.audit.AuditLog;
import dev.airlock.broker.ownership.Ledger;
import dev.airlock.broker.ownership.OwnedContainer;
import dev.airlock.broker.ownership.OwnedObjects;
import dev.airlock.broker.policy.BrokerPolicy;
import dev.airlock.broker.policy.ConnectionLimits;
import dev.airlock.broker.ports.VirtualPorts;
import dev.airlock.broker.response.Session;
import dev.airlock.broker.upstream.Daemon;
import dev.airlock.http1.Endpoint;
import dev.airlock.http1.Listener;
import dev.airlock.http1.Server;
import java.io.Closeable;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The broker at work: its listeners and everything behind them.
public final class BrokerServer implements Closeable {
  private final List<Server> servers = new ArrayList<>();
  private final List<Closeable> owned = new ArrayList<>();
  private final List<Endpoint> endpoints = new ArrayList<>();

  /// What the server does not make itself.
  ///
  /// @param fresh whether the session is new, so that the engine can have nothing of it
  /// @param followers containers that join the session's networks
  public record Parts(
      BrokerPolicy policy,
      Daemon daemon,
      Engine engine,
      boolean fresh,
      List<Follower> followers,
      List<InetAddress> publishAddresses,
      Optional<Path> namesFile,
      Path spoolDirectory,
      AuditLog audit,
      ConnectionLimits limits,
      InstantSource clock) {
    public Parts {
      followers = List.copyOf(followers);
      publishAddresses = List.copyOf(publishAddresses);
    }
  }

  /// Serves at all listeners, which it closes with itself.
  public BrokerServer(Parts parts, List<Listener> listeners) {
    Daemon daemon = parts.daemon();
    BrokerPolicy policy = parts.policy();
    Ledger ledger = new Ledger(daemon, policy.owner());
    VirtualPorts ports =
        new VirtualPorts(
            VirtualPorts.usable(parts.publishAddresses()), new ContainerAddresses(daemon)::of);
    ContainerEvents events = new ContainerEvents(daemon, policy.owner(), ledger);
    SessionChanges changes =
        new SessionChanges(
            ledger,
            ports,
            new Followers(daemon, parts.followers()),
            new NamesFile(parts.namesFile()),
            new WorkspaceFolders(daemon, policy, parts.clock()),
            daemon,
            events::begin);
    events.tell(changes);
    Memory memory =
        new Memory(
            parts.fresh()
                ? Optional.empty()
                : Optional.of(new OwnedObjects(daemon, policy.owner(), policy.names())),
            ledger,
            () -> resume(ledger, changes, events));
    Services services =
        new Services(
            new Session(policy, ledger, ports),
            daemon,
            parts.engine(),
            memory,
            changes,
            new SpoolArea(parts.spoolDirectory(), policy.limits().spoolBytes()),
            parts.audit(),
            parts.limits(),
            parts.clock());
    owned.add(events);
    owned.add(ports);
    owned.add(daemon);
    owned.add(parts.audit());
    for (Listener listener : listeners) {
      Server server =
          new Server(listener, parts.limits().connections(), new BrokerConnection(services));
      servers.add(server);
      endpoints.add(listener.local());
      server.start();
    }
    Thread.ofVirtual().name("recall").start(memory::recall);
  }

  /// After a restart: what runs gets its ports back.
  private static void resume(Ledger ledger, SessionChanges changes, ContainerEvents events) {
    for (OwnedContainer container : ledger.containers()) {
      changes.reopen(container.id());
      changes.closeUnlessRunning(container.id());
    }
    changes.publishNames();
    if (!ledger.containers().isEmpty()) {
      events.begin();
    }
  }

  /// Where it listens, with the ports that were chosen.
  public List<Endpoint> endpoints() {
    return List.copyOf(endpoints);
  }

  @Override
  public void close() throws IOException {
    for (Server server : servers) {
      server.close();
    }
    for (Closeable each : owned) {
      each.close();
    }
  }
}
