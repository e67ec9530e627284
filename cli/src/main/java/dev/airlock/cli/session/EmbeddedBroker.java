package dev.airlock.cli.session;

import com.github.dockerjava.api.model.Network;
import dev.airlock.broker.Broker;
import dev.airlock.broker.BrokerConfig;
import dev.airlock.broker.policy.ConnectionLimits;
import dev.airlock.broker.policy.Limits;
import dev.airlock.broker.policy.Owner;
import dev.airlock.broker.policy.SessionSocket;
import dev.airlock.broker.policy.SiblingNetwork;
import dev.airlock.broker.policy.Workspace;
import dev.airlock.cli.CliException;
import dev.airlock.cli.engine.Engine;
import dev.airlock.compose.SessionLabels;
import dev.airlock.compose.SessionNames;
import dev.airlock.compose.SessionPlan.DockerPlan;
import dev.airlock.http1.Endpoint;
import dev.airlock.rules.HostRules;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The broker of a session without an airlock, in this process: its socket is in the session's
/// folder, and published ports are listened for on this machine's address in the session's network.
final class EmbeddedBroker implements AutoCloseable {
  private static final String SOCKET = "docker.sock";

  private final Broker broker;
  private final SessionFolder folder;
  private final String gateway;

  private EmbeddedBroker(Broker broker, SessionFolder folder, String gateway) {
    this.broker = broker;
    this.folder = folder;
    this.gateway = gateway;
  }

  /// Makes the session's network, since ports are published on its gateway's address, and starts
  /// the broker.
  ///
  /// @param audit the file for decisions; empty for none
  static EmbeddedBroker start(
      Engine engine,
      EngineObjects objects,
      SessionPlanner planner,
      SessionFolder folder,
      String audit) {
    String gateway = createNetwork(objects, planner);
    try {
      Broker broker = Broker.start(config(engine, planner, folder, gateway, audit));
      return new EmbeddedBroker(broker, folder, gateway);
    } catch (IOException e) {
      throw new CliException(
          e,
          "the broker cannot start: " + e.getMessage(),
          "run it as a container: --broker=sidecar");
    }
  }

  private static BrokerConfig config(
      Engine engine, SessionPlanner planner, SessionFolder folder, String gateway, String audit) {
    SessionNames names = planner.names();
    List<String> images = new ArrayList<>(BrokerConfig.DEFAULT_IMAGE_GLOBS);
    images.addAll(planner.allowedImages());
    return new BrokerConfig(
        List.of(new Endpoint.Unix(folder.run().resolve(SOCKET))),
        Optional.empty(),
        Endpoint.parse(engine.host()),
        Optional.empty(),
        new Owner(names.id().value(), BrokerConfig.randomSecret()),
        true,
        new SiblingNetwork.Bridge(names.bridgeNetwork()),
        new Workspace.Folder(planner.workspacePath(), names.workspaceVolume(), true),
        new SessionSocket.InVolume(names.runVolume(), SOCKET),
        images,
        HostRules.none(),
        Optional.of(names.pod()),
        Optional.empty(),
        List.of(InetAddress.ofLiteral(gateway)),
        Optional.empty(),
        folder.spool(),
        audit.isEmpty() ? Optional.empty() : Optional.of(Path.of(audit)),
        Limits.DEFAULT,
        ConnectionLimits.DEFAULT);
  }

  DockerPlan plan() {
    return new DockerPlan.Embedded(folder.run().toString(), gateway);
  }

  private static String createNetwork(EngineObjects objects, SessionPlanner planner) {
    SessionNames names = planner.names();
    Map<String, String> labels = new LinkedHashMap<>();
    labels.put(SessionLabels.SESSION, names.id().value());
    labels.put(SessionLabels.NAME, planner.name());
    labels.put(SessionLabels.ROLE, "net");
    labels.put(SessionLabels.HOLDER, Holder.current().label());
    String network =
        objects
            .client()
            .createNetworkCmd()
            .withName(names.bridgeNetwork())
            .withDriver("bridge")
            .withLabels(labels)
            .exec()
            .getId();
    return objects
        .client()
        .inspectNetworkCmd()
        .withNetworkId(network)
        .exec()
        .getIpam()
        .getConfig()
        .stream()
        .map(Network.Ipam.Config::getGateway)
        .filter(address -> address != null && !address.isEmpty())
        .findFirst()
        .orElseThrow(() ->
            new CliException(
                "the session's network has no gateway address",
                "run the broker as a container: --broker=sidecar"));
  }

  @Override
  public void close() {
    try {
      broker.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
