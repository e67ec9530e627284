package dev.airlock.broker.response;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.airlock.broker.policy.Owner;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// Networks with the session's own containers in them only.
public final class NetworkView {
  private NetworkView() {}

  /// Keeps the session's networks of a list.
  public static ArrayNode list(JsonNode listed, Session session) {
    ArrayNode own = JsonNodeFactory.instance.arrayNode();
    for (JsonNode network : listed) {
      boolean known = session.ledger().ownedNetwork(network.path("Id").asText("")).isPresent();
      if (known && network instanceof ObjectNode object) {
        own.add(inspect(object, session));
      }
    }
    return own;
  }

  /// What an inspect answer shows: as it was asked for, without pod, broker and egress proxy.
  public static ObjectNode inspect(ObjectNode network, Session session) {
    JsonNode asked = Asked.of(network.path("Labels").path(Owner.ASKED_LABEL).asText(""));
    session.stripLabels(network.path("Labels"));
    if (network.get("Containers") instanceof ObjectNode containers) {
      List<String> foreign = new ArrayList<>();
      for (Map.Entry<String, JsonNode> container : containers.properties()) {
        if (!session.ledger().knowsContainer(container.getKey())) {
          foreign.add(container.getKey());
        }
      }
      containers.remove(foreign);
    }
    if (asked instanceof ObjectNode members) {
      network.setAll(members);
    }
    return network;
  }
}
