package dev.airlock.broker.server;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.airlock.broker.inspect.Effect;
import dev.airlock.broker.ownership.EngineLookup;
import dev.airlock.broker.ownership.Ledger;
import dev.airlock.broker.ownership.OwnedContainer;
import dev.airlock.broker.ownership.OwnedNetwork;
import dev.airlock.broker.ports.PortRequest;
import dev.airlock.broker.ports.PortTakenException;
import dev.airlock.broker.ports.VirtualPorts;
import java.io.IOException;
import java.util.List;
import java.util.Set;

/// What a request does to the session beside what it does to the engine: ledger, virtual ports,
/// names, and who is on which network.
///
/// Before the engine is asked, [#prepare]; when it has answered, [#complete] or [#undo]. Safe for
/// use by many threads.
final class SessionChanges {
  private static final System.Logger LOG = System.getLogger(SessionChanges.class.getName());

  private final Ledger ledger;
  private final VirtualPorts ports;
  private final Followers followers;
  private final NamesFile names;
  private final WorkspaceFolders folders;
  private final EngineLookup engine;
  private final Runnable containersExist;

  /// @param containersExist called when the session has a container
  SessionChanges(
      Ledger ledger,
      VirtualPorts ports,
      Followers followers,
      NamesFile names,
      WorkspaceFolders folders,
      EngineLookup engine,
      Runnable containersExist) {
    this.ledger = requireNonNull(ledger, "ledger is null");
    this.ports = requireNonNull(ports, "ports is null");
    this.followers = requireNonNull(followers, "followers is null");
    this.names = requireNonNull(names, "names is null");
    this.folders = requireNonNull(folders, "folders is null");
    this.engine = requireNonNull(engine, "engine is null");
    this.containersExist = requireNonNull(containersExist, "containersExist is null");
  }

  /// @throws PortTakenException if a container cannot have its ports: then nothing is to be sent
  void prepare(Effect effect) throws PortTakenException {
    switch (effect) {
      case Effect.ContainerStarting(String id) -> openPorts(id);
      case Effect.ContainerRestarting(String id) -> openPorts(id);
      case Effect.NetworkRemoved(String id) -> followers.leave(id);
      case Effect.Pruned() -> leaveUnusedNetworks();
      default -> {}
    }
  }

  private void openPorts(String id) throws PortTakenException {
    OwnedContainer container = ledger.ownedContainer(id).orElse(null);
    if (container == null) {
      return;
    }
    JsonNode host = container.asked().path("HostConfig");
    JsonNode exposed = MissingNode.getInstance();
    if (host.path("PublishAllPorts").asBoolean()) {
      exposed = inspect(id).path("Config").path("ExposedPorts");
    }
    ports.open(id, PortRequest.of(host, exposed));
  }

  private JsonNode inspect(String id) {
    try {
      return engine.get("/containers/" + id + "/json").orElseGet(MissingNode::getInstance);
    } catch (IOException e) {
      return MissingNode.getInstance();
    }
  }

  private void leaveUnusedNetworks() {
    if (followers.isEmpty()) {
      return;
    }
    for (OwnedNetwork network : ledger.networks()) {
      if (followers.areAloneOn(network.id())) {
        followers.leave(network.id());
      }
    }
  }

  /// The engine refused, or was not reached.
  void undo(Effect effect) {
    switch (effect) {
      case Effect.ContainerStarting(String id) -> closeUnlessRunning(id);
      case Effect.ContainerRestarting(String id) -> closeUnlessRunning(id);
      case Effect.NetworkRemoved(String id) -> followers.join(id);
      case Effect.Pruned() -> rejoinNetworks();
      default -> {}
    }
  }

  private void rejoinNetworks() {
    if (!followers.isEmpty()) {
      ledger.networks().forEach(network -> followers.join(network.id()));
    }
  }

  /// Closes the ports of a container that is not running and not about to.
  void closeUnlessRunning(String id) {
    JsonNode state = inspect(id).path("State");
    if (!state.path("Running").asBoolean() && !state.path("Restarting").asBoolean()) {
      ports.close(id);
    }
  }

  /// Opens the ports of a container that runs already: found after a restart of the broker, or
  /// started by the engine itself.
  void reopen(String id) {
    try {
      openPorts(id);
    } catch (PortTakenException e) {
      LOG.log(System.Logger.Level.WARNING, "ports of " + id + " are not open", e);
    }
  }

  /// The engine did it.
  ///
  /// @param answer what it said; missing for nothing
  void complete(Effect effect, JsonNode answer) {
    switch (effect) {
      case Effect.ContainerCreated created -> created(created, answer.path("Id").asText(""));
      case Effect.ContainerStopping(String id) -> closeUnlessRunning(id);
      case Effect.ContainerRemoved(String id, boolean _) -> removed(id);
      case Effect.ContainerRenamed(String id, String name) -> ledger.containerRenamed(id, name);
      case Effect.ExecCreated(String id) -> ledger.execCreated(answer.path("Id").asText(""), id);
      case Effect.NetworkCreated created -> {
        String id = answer.path("Id").asText("");
        ledger.networkCreated(new OwnedNetwork(id, created.name()));
        followers.join(id);
      }
      case Effect.NetworkRemoved(String id) -> ledger.networkRemoved(id);
      case Effect.NetworkConnected connected ->
          ledger.containerCalled(connected.containerId(), Set.copyOf(connected.aliases()));
      case Effect.VolumeCreated created ->
          ledger.volumeCreated(created.name().orElse(answer.path("Name").asText("")));
      case Effect.VolumeRemoved(String name) -> ledger.volumeRemoved(name);
      case Effect.ImageMade(List<String> tags) -> {
        tags.forEach(ledger::imageTagged);
        ledger.imageMade(answer.path("Id").asText(""));
      }
      case Effect.ImagePulled(String reference) -> ledger.imageTagged(reference);
      case Effect.Pruned() -> rejoinNetworks();
      case Effect.None _,
          Effect.ContainerStarting _,
          Effect.ContainerRestarting _,
          Effect.NetworkDisconnected _,
          Effect.ImageRemoved _,
          Effect.ImagesListed _ -> {}
    }
    names.write(ledger.dnsNames());
  }

  private void created(Effect.ContainerCreated created, String id) {
    ledger.containerCreated(
        new OwnedContainer(
            id, created.name().orElse(""), created.asked(), Set.copyOf(created.aliases())));
    created.volumes().forEach(ledger::volumeCreated);
    folders.make(created, id);
    containersExist.run();
  }

  /// A container is gone, by request or by itself.
  void removed(String id) {
    ports.close(id);
    ledger.containerRemoved(id);
    names.write(ledger.dnsNames());
  }

  /// Writes the names that the ledger has.
  void publishNames() {
    names.write(ledger.dnsNames());
  }
}
