package dev.airlock.broker.inspect;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.airlock.broker.json.MalformedJsonException;
import dev.airlock.broker.json.StrictJson;
import dev.airlock.broker.policy.RefusedException;
import dev.airlock.broker.route.Admission.Admitted;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// Lists and prunes: the client's filters, with names translated, and the owner's filter beside
/// them.
final class FilterInspector {

  private static final Map<String, List<String>> KNOWN =
      Map.ofEntries(
          Map.entry(
              "container-list",
              List.of(
                  "id",
                  "name",
                  "label",
                  "status",
                  "ancestor",
                  "volume",
                  "network",
                  "publish",
                  "expose",
                  "exited",
                  "before",
                  "since",
                  "health",
                  "is-task",
                  "isolation")),
          Map.entry("container-prune", List.of("until", "label", "label!")),
          Map.entry(
              "image-list",
              List.of("dangling", "label", "label!", "before", "since", "reference", "until")),
          Map.entry("image-prune", List.of("dangling", "label", "label!", "until")),
          Map.entry(
              "network-list",
              List.of("dangling", "driver", "id", "label", "name", "scope", "type")),
          Map.entry(
              "network-list-slash",
              List.of("dangling", "driver", "id", "label", "name", "scope", "type")),
          Map.entry("network-prune", List.of("until", "label", "label!")),
          Map.entry("volume-list", List.of("dangling", "driver", "label", "name")),
          Map.entry("volume-prune", List.of("label", "label!", "all")),
          Map.entry(
              "events",
              List.of(
                  "config",
                  "container",
                  "daemon",
                  "event",
                  "image",
                  "label",
                  "network",
                  "node",
                  "plugin",
                  "scope",
                  "secret",
                  "service",
                  "type",
                  "volume")),
          Map.entry(
              "build-prune",
              List.of(
                  "until", "id", "parent", "type", "description", "inuse", "shared", "private")));

  private FilterInspector() {}

  /// A list or a prune of containers, networks or volumes.
  static Decision owned(Admitted request, World world) throws RefusedException, IOException {
    ObjectNode filters = filters(request, world);
    array(filters, "label").add(world.policy().owner().filter());
    Upstream upstream =
        Upstream.to(request)
            .path(request.route().template())
            .sameQuery()
            .query("filters", filters.toString());
    return request.method().equals("POST")
        ? upstream.forward(new Effect.Pruned())
        : upstream.forward();
  }

  /// Images have no owner's label: the answer is filtered.
  static Decision images(Admitted request, World world) throws RefusedException, IOException {
    ObjectNode filters = filters(request, world);
    List<String> references = new ArrayList<>();
    JsonNode asked = filters.remove("reference");
    if (asked != null) {
      asked.forEach(reference -> references.add(reference.textValue()));
    }
    request.query().first("filter").filter(f -> !f.isEmpty()).ifPresent(references::add);
    Upstream upstream =
        Upstream.to(request).path("/images/json").sameQuery().without("filter").without("filters");
    if (!filters.isEmpty()) {
      upstream.query("filters", filters.toString());
    }
    return upstream.forward(new Effect.ImagesListed(references));
  }

  /// The answer is filtered line by line, since events of networks and execs have no label; nor are
  /// filters by a translated name the engine's.
  static Decision events(Admitted request, World world) throws RefusedException, IOException {
    ObjectNode filters = filters(request, world);
    Upstream upstream = Upstream.to(request).path("/events").sameQuery().without("filters");
    if (!filters.isEmpty()) {
      upstream.query("filters", filters.toString());
    }
    return upstream.forward();
  }

  /// The client's filters, with names translated.
  static ObjectNode filters(Admitted request, World world) throws RefusedException, IOException {
    ObjectNode filters = JsonRead.object();
    String text = request.query().first("filters").orElse("");
    if (text.isEmpty()) {
      return filters;
    }
    List<String> known = KNOWN.getOrDefault(request.route().id(), List.of());
    for (Map.Entry<String, JsonNode> entry : parsed(text).properties()) {
      String key = entry.getKey();
      if (!known.contains(key)) {
        throw RefusedException.malformed(
            "filter '" + StrictJson.printable(key) + "' is unknown; there are " + known);
      }
      ArrayNode values = array(filters, key);
      for (JsonNode value : entry.getValue()) {
        values.add(translated(request, world, key, value.textValue()));
      }
    }
    return filters;
  }

  private static String translated(Admitted request, World world, String key, String value)
      throws RefusedException, IOException {
    boolean images = request.route().id().equals("image-list");
    switch (key) {
      case "label", "label!" -> Labels.requireForeign(value);
      case "before", "since" -> {
        return images
            ? ImageResolver.usable(world, value)
            : References.container(world, value).id();
      }
      case "ancestor" -> {
        return ImageResolver.usable(world, value);
      }
      case "image" -> {
        return ImageResolver.find(world, value).orElse(value);
      }
      case "volume" -> {
        String engineName = world.policy().names().engineVolume(value);
        return world.objects().ownsVolume(engineName) ? engineName : value;
      }
      default -> {
        // As it is: it selects among the session's own only.
      }
    }
    return value;
  }

  private static ObjectNode parsed(String text) {
    try {
      return (ObjectNode) StrictJson.parse(text);
    } catch (MalformedJsonException e) {
      throw new IllegalStateException("the gate wrote filters that are not JSON", e);
    }
  }

  private static ArrayNode array(ObjectNode parent, String key) {
    return parent.get(key) instanceof ArrayNode list ? list : parent.putArray(key);
  }
}
