package dev.airlock.broker.server;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.airlock.broker.inspect.Lookups;
import dev.airlock.broker.ownership.EngineLookup;
import dev.airlock.broker.route.ApiVersion;
import dev.airlock.rules.DefaultRegistry;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/// What the broker asks the engine about itself and its images. Asked when first needed, and again
/// later if it did not answer. Safe for use by many threads.
public final class Engine implements Lookups {
  private static final long RETRY_NANOS = TimeUnit.SECONDS.toNanos(1);

  private final EngineLookup lookup;
  private final Optional<Path> workspace;
  private Optional<ApiVersion> newest = Optional.empty();
  private Optional<DefaultRegistry> defaultRegistry = Optional.empty();
  private long versionRetryAt = System.nanoTime();
  private long registryRetryAt = System.nanoTime();

  /// @param workspace its folder, if the broker runs where it is
  public Engine(EngineLookup lookup, Optional<Path> workspace) {
    this.lookup = requireNonNull(lookup, "lookup is null");
    this.workspace = requireNonNull(workspace, "workspace is null");
  }

  /// The newest version that both the engine and the broker speak; the broker's own while the
  /// engine does not say.
  public synchronized ApiVersion newestVersion() {
    if (newest.isEmpty() && System.nanoTime() - versionRetryAt >= 0) {
      newest = ask("/version", "ApiVersion").flatMap(Engine::version);
      versionRetryAt = System.nanoTime() + RETRY_NANOS;
    }
    return newest.orElse(ApiVersion.CEILING);
  }

  private static Optional<ApiVersion> version(String text) {
    try {
      return Optional.of(ApiVersion.parse(text).min(ApiVersion.CEILING));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  /// The registry that image names without one mean.
  public synchronized DefaultRegistry defaultRegistry() {
    if (defaultRegistry.isEmpty() && System.nanoTime() - registryRetryAt >= 0) {
      defaultRegistry = ask("/info", "IndexServerAddress").flatMap(Engine::registry);
      registryRetryAt = System.nanoTime() + RETRY_NANOS;
    }
    return defaultRegistry.orElse(DefaultRegistry.UNKNOWN);
  }

  private static Optional<DefaultRegistry> registry(String address) {
    try {
      return Optional.of(DefaultRegistry.ofIndexServer(address));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  private Optional<String> ask(String target, String member) {
    try {
      return lookup
          .get(target)
          .map(json -> json.path(member).asText(""))
          .filter(text -> !text.isEmpty());
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  @Override
  public Optional<Image> image(String engineReference) throws IOException {
    String name = URLEncoder.encode(engineReference, StandardCharsets.UTF_8).replace("%2F", "/");
    return lookup.get("/images/" + name + "/json").map(Engine::image);
  }

  @Override
  public Optional<Image> imageById(String digits) throws IOException {
    List<Image> found = new ArrayList<>();
    for (JsonNode each : lookup.get("/images/json?all=1").orElseGet(MissingNode::getInstance)) {
      if (each.path("Id").asText("").startsWith("sha256:" + digits)) {
        found.add(image(each));
      }
    }
    return found.size() == 1 ? Optional.of(found.getFirst()) : Optional.empty();
  }

  @Override
  public List<Listed> images() throws IOException {
    JsonNode all =
        lookup.get("/images/json?all=1&shared-size=1").orElseGet(MissingNode::getInstance);
    Map<String, Long> sizes = new HashMap<>();
    for (JsonNode each : all) {
      sizes.put(each.path("Id").asText(""), each.path("Size").asLong());
    }
    List<Listed> images = new ArrayList<>();
    for (JsonNode each : all) {
      images.add(listed(each, sizes));
    }
    return images;
  }

  private static Listed listed(JsonNode json, Map<String, Long> sizes) {
    String parent = json.path("ParentId").asText("");
    long shared = sizes.getOrDefault(parent, Math.max(0, json.path("SharedSize").asLong()));
    return new Listed(
        json.path("Id").asText(""),
        parent,
        texts(json.path("RepoTags")),
        texts(json.path("RepoDigests")),
        labels(json.path("Labels")),
        Math.max(0, json.path("Size").asLong() - shared));
  }

  @Override
  public Set<String> imagesLike(ObjectNode filters) throws IOException {
    String target =
        "/images/json?filters=" + URLEncoder.encode(filters.toString(), StandardCharsets.UTF_8);
    Set<String> ids = new HashSet<>();
    for (JsonNode each : lookup.get(target).orElseGet(MissingNode::getInstance)) {
      ids.add(each.path("Id").asText(""));
    }
    return ids;
  }

  @Override
  public boolean leadsOutOfWorkspace(String subpath) {
    return workspace.filter(folder -> WorkspaceLinks.leadOut(folder, subpath)).isPresent();
  }

  private static Image image(JsonNode json) {
    return new Image(
        json.path("Id").asText(""),
        texts(json.path("RepoTags")),
        texts(json.path("RepoDigests")),
        texts(json.path("Config").path("OnBuild")),
        labels(json.path("Config").path("Labels")),
        json.path("Config").path("WorkingDir").asText(""));
  }

  private static Map<String, String> labels(JsonNode map) {
    Map<String, String> labels = new HashMap<>();
    for (Map.Entry<String, JsonNode> label : map.properties()) {
      labels.put(label.getKey(), label.getValue().asText(""));
    }
    return labels;
  }

  private static List<String> texts(JsonNode list) {
    List<String> texts = new ArrayList<>();
    for (JsonNode each : list) {
      texts.add(each.asText(""));
    }
    return texts;
  }
}
