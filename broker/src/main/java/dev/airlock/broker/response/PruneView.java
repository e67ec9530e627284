package dev.airlock.broker.response;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

/// Reports of what a prune removed: the session's own, which the session then no longer has.
public final class PruneView {
  private PruneView() {}

  public static ObjectNode containers(JsonNode report, Session session) {
    ObjectNode shown = sized(report);
    ArrayNode removed = shown.putArray("ContainersDeleted");
    for (JsonNode id : report.path("ContainersDeleted")) {
      if (session.ledger().knowsContainer(id.asText(""))) {
        session.ledger().containerRemoved(id.asText(""));
        session.ports().close(id.asText(""));
        removed.add(id);
      }
    }
    return shown;
  }

  public static ObjectNode volumes(JsonNode report, Session session) {
    ObjectNode shown = sized(report);
    ArrayNode removed = shown.putArray("VolumesDeleted");
    for (JsonNode name : report.path("VolumesDeleted")) {
      if (session.ledger().volumes().contains(name.asText(""))) {
        session.ledger().volumeRemoved(name.asText(""));
        removed.add(session.volume(name.asText("")));
      }
    }
    return shown;
  }

  public static ObjectNode networks(JsonNode report, Session session) {
    ObjectNode shown = JsonNodeFactory.instance.objectNode();
    ArrayNode removed = shown.putArray("NetworksDeleted");
    for (JsonNode name : report.path("NetworksDeleted")) {
      session
          .ledger()
          .ownedNetwork(name.asText(""))
          .ifPresent(network -> {
            session.ledger().networkRemoved(network.id());
            removed.add(network.name());
          });
    }
    return shown;
  }

  /// The report on images, which the broker removed one by one.
  ///
  /// @param gone as {@link ImageView#deleted} shows it
  public static ObjectNode images(ArrayNode gone, long bytes) {
    ObjectNode shown = sized(bytes);
    return gone.isEmpty() ? shown.putNull("ImagesDeleted") : shown.set("ImagesDeleted", gone);
  }

  private static ObjectNode sized(JsonNode report) {
    return sized(report.path("SpaceReclaimed").asLong());
  }

  private static ObjectNode sized(long bytes) {
    return JsonNodeFactory.instance.objectNode().put("SpaceReclaimed", bytes);
  }
}
