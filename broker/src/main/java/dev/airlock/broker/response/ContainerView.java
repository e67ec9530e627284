package dev.airlock.broker.response;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.airlock.broker.ownership.OwnedContainer;
import dev.airlock.broker.ports.PublishedPort;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/// A container as its client asked for it: virtual ports, its own names, nothing of the host.
public final class ContainerView {
  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

  private ContainerView() {}

  /// Keeps the session's containers of a list.
  public static ArrayNode list(JsonNode listed, Session session) {
    ArrayNode own = NODES.arrayNode();
    for (JsonNode entry : listed) {
      Optional<OwnedContainer> owned = session.ledger().ownedContainer(entry.path("Id").asText(""));
      if (owned.isPresent() && entry instanceof ObjectNode container) {
        own.add(listed(container, owned.get(), session));
      }
    }
    return own;
  }

  private static ObjectNode listed(ObjectNode entry, OwnedContainer owned, Session session) {
    session.stripLabels(entry.path("Labels"));
    entry.put("Image", askedImage(owned, session.image(entry.path("Image").asText(""))));
    entry.set("Ports", listedPorts(entry.path("Ports"), owned, session));
    if (entry.get("HostConfig") instanceof ObjectNode host) {
      JsonNode mode = owned.asked().path("HostConfig").path("NetworkMode");
      host.put(
          "NetworkMode",
          mode.isTextual() ? mode.asText() : session.network(host.path("NetworkMode").asText("")));
      host.remove("Annotations");
    }
    renameNetworks(entry.path("NetworkSettings"), session);
    Mounts.show(entry.path("Mounts"), owned.asked(), session);
    return entry;
  }

  private static ArrayNode listedPorts(JsonNode ports, OwnedContainer owned, Session session) {
    ArrayNode shown = NODES.arrayNode();
    var published = session.ports().of(owned.id());
    for (JsonNode port : ports) {
      String key = port.path("PrivatePort").asInt() + "/" + port.path("Type").asText("tcp");
      if (published.stream().noneMatch(each -> each.request().key().equals(key))) {
        shown.add(port);
      }
    }
    for (PublishedPort port : published) {
      for (String address : addresses(port)) {
        shown
            .addObject()
            .put("IP", address)
            .put("PrivatePort", port.request().containerPort())
            .put("PublicPort", port.hostPort())
            .put("Type", port.request().protocol());
      }
    }
    return shown;
  }

  /// The addresses as the engine would report them: both families for none that was asked for.
  private static java.util.List<String> addresses(PublishedPort port) {
    String asked = port.request().hostAddress();
    return asked.isEmpty() ? java.util.List.of("0.0.0.0", "::") : java.util.List.of(asked);
  }

  /// What an inspect answer shows.
  public static ObjectNode inspect(ObjectNode container, Session session) {
    Optional<OwnedContainer> known =
        session.ledger().ownedContainer(container.path("Id").asText(""));
    if (known.isEmpty()) {
      // SECURITY: the engine answered about something else than what was asked.
      return NODES.objectNode();
    }
    OwnedContainer owned = known.get();
    for (String path : new String[] {"ResolvConfPath", "HostnamePath", "HostsPath", "LogPath"}) {
      if (container.has(path)) {
        container.put(path, "");
      }
    }
    if (container.get("GraphDriver") instanceof ObjectNode driver) {
      driver.putNull("Data");
    }
    if (container.get("Config") instanceof ObjectNode config) {
      session.stripLabels(config.path("Labels"));
      config.put("Image", askedImage(owned, session.image(config.path("Image").asText(""))));
    }
    overlay(container, owned.asked(), "HostConfig");
    overlay(container, owned.asked(), "Config");
    Mounts.show(container.path("Mounts"), owned.asked(), session);
    JsonNode network = container.path("NetworkSettings");
    renameNetworks(network, session);
    showPorts(container, owned, session);
    return container;
  }

  private static String askedImage(OwnedContainer owned, String otherwise) {
    JsonNode asked = owned.asked().path("Config").path("Image");
    return asked.isTextual() ? asked.asText() : otherwise;
  }

  private static void overlay(ObjectNode container, JsonNode asked, String part) {
    if (container.get(part) instanceof ObjectNode shown
        && asked.get(part) instanceof ObjectNode members) {
      shown.setAll(members.deepCopy());
    }
  }

  private static void renameNetworks(JsonNode settings, Session session) {
    if (settings.get("Networks") instanceof ObjectNode networks) {
      ObjectNode renamed = NODES.objectNode();
      for (Map.Entry<String, JsonNode> network : networks.properties()) {
        renamed.set(session.network(network.getKey()), network.getValue());
      }
      ((ObjectNode) settings).set("Networks", renamed);
    }
  }

  private static void showPorts(ObjectNode container, OwnedContainer owned, Session session) {
    boolean running = container.path("State").path("Running").asBoolean();
    if (!(container.get("NetworkSettings") instanceof ObjectNode settings) || !running) {
      return;
    }
    Map<String, ArrayNode> published = new LinkedHashMap<>();
    for (PublishedPort port : session.ports().of(owned.id())) {
      ArrayNode sides = published.computeIfAbsent(port.request().key(), key -> NODES.arrayNode());
      for (String address : addresses(port)) {
        sides.addObject().put("HostIp", address).put("HostPort", Integer.toString(port.hostPort()));
      }
    }
    ObjectNode ports = NODES.objectNode();
    for (Map.Entry<String, JsonNode> exposed :
        container.path("Config").path("ExposedPorts").properties()) {
      ports.putNull(exposed.getKey());
    }
    ports.setAll(published);
    settings.set("Ports", ports);
  }
}
