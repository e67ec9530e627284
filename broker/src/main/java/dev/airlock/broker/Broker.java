package dev.airlock.broker;

import dev.airlock.broker.audit.AuditLog;
import dev.airlock.broker.policy.BrokerPolicy;
import dev.airlock.broker.policy.SessionSocket;
import dev.airlock.broker.policy.SiblingNetwork;
import dev.airlock.broker.policy.Workspace;
import dev.airlock.broker.server.BrokerServer;
import dev.airlock.broker.server.Engine;
import dev.airlock.broker.server.Follower;
import dev.airlock.broker.upstream.Daemon;
import dev.airlock.http1.Endpoint;
import dev.airlock.http1.Listener;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;

/// A running broker, in a sidecar or in the launcher's own process.
///
/// It listens when [#start] returns, whether or not the engine is there.
public final class Broker implements AutoCloseable {
  private final BrokerServer server;
  private final CountDownLatch closed = new CountDownLatch(1);

  private Broker(BrokerServer server) {
    this.server = server;
  }

  /// Starts to listen.
  ///
  /// @throws IOException if it cannot listen or write where it was told to
  public static Broker start(BrokerConfig config) throws IOException {
    List<Listener> listeners = new ArrayList<>();
    try {
      for (Endpoint endpoint : config.listen()) {
        boolean tls = endpoint instanceof Endpoint.Tcp;
        listeners.add(Listener.bind(endpoint, tls ? config.listenTls() : Optional.empty()));
        if (endpoint instanceof Endpoint.Unix(Path socket)
            && !(config.socket() instanceof SessionSocket.None)) {
          // Only the session can get at it, and its containers run as any uid.
          Files.setPosixFilePermissions(socket, PosixFilePermissions.fromString("rw-rw-rw-"));
        }
      }
      return new Broker(new BrokerServer(parts(config), listeners));
    } catch (IOException | RuntimeException e) {
      for (Listener listener : listeners) {
        listener.close();
      }
      throw e;
    }
  }

  private static BrokerServer.Parts parts(BrokerConfig config) throws IOException {
    Daemon daemon = new Daemon(config.upstream(), config.upstreamTls());
    Engine engine = new Engine(daemon, visible(config.workspace()));
    BrokerPolicy policy =
        new BrokerPolicy(
            config.owner(),
            new SessionImages(
                engine,
                config.imageGlobs(),
                config.egress(),
                config.network() instanceof SiblingNetwork.Bridge),
            config.network(),
            config.workspace(),
            config.socket(),
            config.limits());
    AuditLog audit =
        config.auditFile().isPresent()
            ? AuditLog.appendTo(config.auditFile().get(), config.owner().sessionId())
            : AuditLog.none();
    return new BrokerServer.Parts(
        policy,
        daemon,
        engine,
        config.fresh(),
        Follower.of(config.pod(), config.egressProxy(), config.network()),
        config.publishAddresses(),
        config.namesFile(),
        config.spoolDirectory(),
        audit,
        config.connectionLimits(),
        InstantSource.system());
  }

  /// The workspace's folder, if this process is where it is and not in a sidecar.
  private static Optional<Path> visible(Workspace workspace) {
    return workspace instanceof Workspace.Folder(String path, String _, boolean _)
        ? Optional.of(Path.of(path)).filter(Files::isDirectory)
        : Optional.empty();
  }

  /// Where it listens, with the ports that were chosen for port 0.
  public List<Endpoint> endpoints() {
    return server.endpoints();
  }

  /// Waits until [#close].
  public void awaitTermination() throws InterruptedException {
    closed.await();
  }

  /// Stops listening, ends every connection, and closes the virtual ports.
  @Override
  public void close() throws IOException {
    try {
      server.close();
    } finally {
      closed.countDown();
    }
  }
}
