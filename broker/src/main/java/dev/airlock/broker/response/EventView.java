package dev.airlock.broker.response;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;

/// One event, if it is about something of the session's.
public final class EventView {
  private EventView() {}

  /// Empty for what the session must not see.
  public static Optional<ObjectNode> show(JsonNode event, Session session) {
    if (!(event instanceof ObjectNode object)
        || !(event.get("Actor") instanceof ObjectNode actor)
        || !isOwn(event.path("Type").asText(""), actor, session)) {
      return Optional.empty();
    }
    JsonNode attributes = actor.path("Attributes");
    session.stripLabels(attributes);
    switch (event.path("Type").asText("")) {
      case "container" -> showImage(object, attributes, session);
      case "volume" -> actor.put("ID", session.volume(actor.path("ID").asText("")));
      case "image" -> showTag(object, actor, session);
      case "network" -> showNetwork(attributes, session);
      default -> {}
    }
    return Optional.of(object);
  }

  private static boolean isOwn(String type, JsonNode actor, Session session) {
    String id = actor.path("ID").asText("");
    return switch (type) {
      case "container" -> session.ledger().knowsContainer(id);
      case "network" -> {
        String container = actor.path("Attributes").path("container").asText("");
        yield container.isEmpty()
            ? session.ledger().ownedNetwork(id).isPresent()
            : session.ledger().knowsContainer(container);
      }
      case "volume" -> session.ledger().volumes().contains(id);
      // SECURITY: an image that several sessions have is tagged by each with a name of its own.
      case "image" ->
          !session.isForeignTag(actor.path("Attributes").path("name").asText(""))
              && (session.ledger().image(id).isPresent()
                  || session.ledger().ownsTag(id)
                  || session.visibleTag(id).isPresent());
      default -> false;
    };
  }

  private static void showImage(ObjectNode event, JsonNode attributes, Session session) {
    if (event.has("from")) {
      event.put("from", session.image(event.path("from").asText("")));
    }
    if (attributes instanceof ObjectNode map && map.has("image")) {
      map.put("image", session.image(map.path("image").asText("")));
    }
  }

  private static void showTag(ObjectNode event, ObjectNode actor, Session session) {
    actor.put("ID", session.image(actor.path("ID").asText("")));
    if (event.has("id")) {
      event.put("id", session.image(event.path("id").asText("")));
    }
    if (actor.get("Attributes") instanceof ObjectNode map && map.has("name")) {
      map.put("name", session.image(map.path("name").asText("")));
    }
  }

  private static void showNetwork(JsonNode attributes, Session session) {
    if (attributes instanceof ObjectNode map && map.has("name")) {
      map.put("name", session.network(map.path("name").asText("")));
    }
  }
}
