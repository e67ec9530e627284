package dev.airlock.cli.session;

import com.github.dockerjava.api.model.Network;
import dev.airlock.cli.CliException;
import dev.airlock.cli.engine.Engine;
import dev.airlock.compose.SessionLabels;
import dev.airlock.compose.SessionNames;
import dev.airlock.compose.SessionPlan.DockerPlan;
import java.util.LinkedHashMap;
import java.util.Map;

/// The broker of a session without an airlock, in this process: its socket is in the session's
/// folder, and published ports are listened for on this machine's address in the session's network.
final class EmbeddedBroker implements AutoCloseable {
  private final SessionFolder folder;
  private final String gateway;

  private EmbeddedBroker(SessionFolder folder, String gateway) {
    this.folder = folder;
    this.gateway = gateway;
  }

  /// Makes the session's network, since ports are published on its gateway's address, and starts
  /// the broker.
  static EmbeddedBroker start(
      Engine engine, EngineObjects objects, SessionPlanner planner, SessionFolder folder) {
    String gateway = createNetwork(objects, planner);
    return new EmbeddedBroker(folder, gateway);
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
  public void close() {}
}
