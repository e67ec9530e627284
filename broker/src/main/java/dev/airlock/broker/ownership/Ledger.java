package dev.airlock.broker.ownership;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.airlock.broker.inspect.Objects;
import dev.airlock.broker.policy.Owner;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/// What this session made: the one place that says whether an object is the session's.
///
/// It learns from the engine's own answers only, and holds engine names. Whatever it does not know
/// does not exist for the session. Safe for use by many threads.
public final class Ledger implements Objects {
  /// Execs remembered; older ones are looked up at the engine again.
  static final int MAX_EXECS = 10_000;

  /// Removed containers whose last events are still the session's to see.
  static final int MAX_FORMER = 4_096;

  private final EngineLookup engine;
  private final Owner owner;
  private final Map<String, OwnedContainer> containers = new LinkedHashMap<>();
  private final Map<String, OwnedNetwork> networks = new LinkedHashMap<>();
  private final Set<String> volumes = new HashSet<>();
  private final Set<String> tags = new HashSet<>();
  private final Set<String> images = new HashSet<>();
  private final Map<String, String> execs = bounded(MAX_EXECS);
  private final Map<String, String> former = bounded(MAX_FORMER);

  public Ledger(EngineLookup engine, Owner owner) {
    this.engine = requireNonNull(engine, "engine is null");
    this.owner = requireNonNull(owner, "owner is null");
  }

  private static Map<String, String> bounded(int size) {
    return new LinkedHashMap<>() {
      private static final long serialVersionUID = 1L;

      @Override
      protected boolean removeEldestEntry(Map.Entry<String, String> eldest) {
        return size() > size;
      }
    };
  }

  // Containers.

  @Override
  public Optional<Container> container(String reference) {
    return ownedContainer(reference).map(owned -> new Container(owned.id(), owned.name()));
  }

  /// By id, name with or without the leading slash, or unique prefix of an id: in the engine's
  /// order.
  public Optional<OwnedContainer> ownedContainer(String reference) {
    String name = reference.startsWith("/") ? reference.substring(1) : reference;
    Optional<OwnedContainer> known = knownContainer(name);
    return known.isPresent() || name.isEmpty() || !learnNames() ? known : knownContainer(name);
  }

  private synchronized Optional<OwnedContainer> knownContainer(String reference) {
    OwnedContainer byId = containers.get(reference);
    if (byId != null) {
      return Optional.of(byId);
    }
    for (OwnedContainer container : containers.values()) {
      if (!reference.isEmpty() && container.name().equals(reference)) {
        return Optional.of(container);
      }
    }
    return unique(reference, containers);
  }

  private static <T> Optional<T> unique(String prefix, Map<String, T> byId) {
    if (prefix.isEmpty()) {
      return Optional.empty();
    }
    List<T> found = new ArrayList<>();
    for (Map.Entry<String, T> entry : byId.entrySet()) {
      if (entry.getKey().startsWith(prefix)) {
        found.add(entry.getValue());
      }
    }
    return found.size() == 1 ? Optional.of(found.getFirst()) : Optional.empty();
  }

  /// Asks the engine for the names it chose itself; whether there were any.
  private boolean learnNames() {
    List<String> unnamed;
    synchronized (this) {
      unnamed =
          containers.values().stream()
              .filter(container -> container.name().isEmpty())
              .map(OwnedContainer::id)
              .toList();
    }
    for (String id : unnamed) {
      lookUp("/containers/" + id + "/json")
          .map(json -> json.path("Name").asText(""))
          .filter(name -> name.startsWith("/"))
          .ifPresent(name -> containerRenamed(id, name.substring(1)));
    }
    return !unnamed.isEmpty();
  }

  /// Whether the id is that of a container of the session, also of one removed a while ago.
  public synchronized boolean knowsContainer(String id) {
    return containers.containsKey(id) || former.containsKey(id);
  }

  public synchronized List<OwnedContainer> containers() {
    return List.copyOf(containers.values());
  }

  public synchronized void containerCreated(OwnedContainer container) {
    if (!container.name().isEmpty()) {
      // The engine gave the name away, so whoever had it is gone.
      containers.values().removeIf(other -> other.name().equals(container.name()));
    }
    containers.put(container.id(), container);
  }

  public synchronized void containerRenamed(String id, String name) {
    containers.computeIfPresent(id, (key, container) -> container.named(name));
  }

  public synchronized void containerCalled(String id, Set<String> aliases) {
    containers.computeIfPresent(id, (key, container) -> container.alsoCalled(aliases));
  }

  public synchronized void containerRemoved(String id) {
    if (containers.remove(id) != null) {
      former.put(id, id);
      execs.values().removeIf(id::equals);
    }
  }

  /// Every name that containers of the session have on its networks, for the egress proxy.
  public synchronized Set<String> dnsNames() {
    Set<String> names = new TreeSet<>();
    for (OwnedContainer container : containers.values()) {
      names.addAll(container.dnsNames());
      if (!container.name().isEmpty()) {
        names.add(container.name());
      }
    }
    return names;
  }

  // Networks.

  @Override
  public Optional<Network> network(String reference) {
    return ownedNetwork(reference).map(owned -> new Network(owned.id(), owned.name()));
  }

  /// By id, name or unique prefix of an id.
  public synchronized Optional<OwnedNetwork> ownedNetwork(String reference) {
    OwnedNetwork byId = networks.get(reference);
    if (byId != null) {
      return Optional.of(byId);
    }
    for (OwnedNetwork network : networks.values()) {
      if (network.name().equals(reference)) {
        return Optional.of(network);
      }
    }
    return unique(reference, networks);
  }

  public synchronized List<OwnedNetwork> networks() {
    return List.copyOf(networks.values());
  }

  public synchronized void networkCreated(OwnedNetwork network) {
    networks.put(network.id(), network);
  }

  public synchronized void networkRemoved(String id) {
    networks.remove(id);
  }

  // Volumes.

  @Override
  public boolean ownsVolume(String engineName) {
    return knowsVolume(engineName)
        || (isAnonymous(engineName) && learnsAnonymousVolume(engineName));
  }

  private boolean learnsAnonymousVolume(String engineName) {
    learnAnonymousVolumes();
    return knowsVolume(engineName);
  }

  private synchronized boolean knowsVolume(String engineName) {
    return volumes.contains(engineName);
  }

  /// The engine names a volume that nobody named by 32 random bytes.
  private static boolean isAnonymous(String engineName) {
    return engineName.matches("[0-9a-f]{64}");
  }

  /// Anonymous volumes carry no label of the session's: those of its containers are its own.
  public void learnAnonymousVolumes() {
    if (containers().isEmpty()) {
      return;
    }
    JsonNode listed =
        lookUp(OwnedObjects.containersTarget(owner)).orElseGet(MissingNode::getInstance);
    for (JsonNode container : listed) {
      if (owns(container.path("Id").asText(""))) {
        learnVolumes(container.path("Mounts"));
      }
    }
  }

  private void learnVolumes(JsonNode mounts) {
    for (JsonNode mount : mounts) {
      String name = mount.path("Name").asText("");
      if (mount.path("Type").asText("").equals("volume") && isAnonymous(name)) {
        volumeCreated(name);
      }
    }
  }

  public synchronized Set<String> volumes() {
    return Set.copyOf(volumes);
  }

  public synchronized void volumeCreated(String engineName) {
    volumes.add(engineName);
  }

  public synchronized void volumeRemoved(String engineName) {
    volumes.remove(engineName);
  }

  // Images.

  @Override
  public synchronized boolean ownsTag(String engineTag) {
    return tags.contains(engineTag);
  }

  @Override
  public synchronized Optional<String> image(String idOrPrefix) {
    String digits =
        idOrPrefix.startsWith("sha256:") ? idOrPrefix.substring("sha256:".length()) : idOrPrefix;
    Map<String, String> byDigits = new HashMap<>();
    for (String id : images) {
      byDigits.put(id.substring("sha256:".length()), id);
    }
    return unique(digits, byDigits);
  }

  /// An image is the session's.
  ///
  /// @param id `sha256:…`; anything else is no image id and is not remembered
  public synchronized void imageMade(String id) {
    if (id.matches("sha256:[0-9a-f]{64}")) {
      images.add(id);
    }
  }

  public synchronized void imageTagged(String engineTag) {
    tags.add(engineTag);
  }

  public synchronized void imageUntagged(String engineTag) {
    tags.remove(engineTag);
  }

  public synchronized void imageRemoved(String id) {
    images.remove(id);
  }

  // Execs.

  @Override
  public synchronized Optional<Exec> exec(String id) {
    String container = execs.get(id);
    return container == null ? Optional.empty() : Optional.of(new Exec(id, container));
  }

  private synchronized boolean owns(String containerId) {
    return containers.containsKey(containerId);
  }

  public synchronized void execCreated(String id, String containerId) {
    execs.put(id, containerId);
  }

  @Override
  public synchronized Count count() {
    return new Count(containers.size(), networks.size(), volumes.size());
  }

  /// An engine that cannot be asked has nothing of the session's: fail closed.
  private Optional<JsonNode> lookUp(String target) {
    try {
      return engine.get(target);
    } catch (IOException e) {
      return Optional.empty();
    }
  }
}
