package dev.airlock.broker.server;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.airlock.broker.inspect.Decision;
import dev.airlock.broker.response.ImageView;
import dev.airlock.broker.response.PruneView;
import dev.airlock.broker.response.Session;
import dev.airlock.broker.upstream.Daemon;
import dev.airlock.broker.upstream.Reply;
import java.io.IOException;
import java.util.List;

/// Removes the session's images one by one, and reports it as the engine's own prune does.
final class ImagePrune {
  private ImagePrune() {}

  /// Images that the engine keeps, since a container or another image needs them, stay.
  static ObjectNode run(List<Decision.Removal> removals, Daemon daemon, Session session)
      throws IOException {
    ArrayNode gone = JsonNodeFactory.instance.arrayNode();
    long bytes = 0;
    for (Decision.Removal removal : removals) {
      try (Reply reply = daemon.send(removal.request())) {
        byte[] content = Answer.readContent(reply, Answer.MAX_JSON);
        if (reply.isSuccess()) {
          JsonNode deleted = Answer.parse(content);
          bytes += isGone(removal.id(), deleted) ? removal.bytes() : 0;
          gone.addAll(ImageView.deleted(deleted, session));
        }
      }
    }
    return PruneView.images(gone, bytes);
  }

  private static boolean isGone(String id, JsonNode deleted) {
    return deleted.valueStream().anyMatch(each -> each.path("Deleted").asText("").equals(id));
  }
}
