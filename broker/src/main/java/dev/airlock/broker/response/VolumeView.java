package dev.airlock.broker.response;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

/// Volumes by the names that the session knows.
public final class VolumeView {
  private VolumeView() {}

  /// Where the engine would keep a volume of that name in its usual place.
  static String mountpoint(String clientName) {
    return "/var/lib/docker/volumes/" + clientName + "/_data";
  }

  /// Keeps the session's volumes of `{"Volumes": […]}`.
  public static ObjectNode list(JsonNode listed, Session session) {
    ObjectNode shown = JsonNodeFactory.instance.objectNode();
    shown.set("Volumes", own(listed.path("Volumes"), session));
    shown.putNull("Warnings");
    return shown;
  }

  static ArrayNode own(JsonNode volumes, Session session) {
    session.ledger().learnAnonymousVolumes();
    var known = session.ledger().volumes();
    ArrayNode own = JsonNodeFactory.instance.arrayNode();
    for (JsonNode volume : volumes) {
      if (known.contains(volume.path("Name").asText("")) && volume instanceof ObjectNode object) {
        own.add(inspect(object, session));
      }
    }
    return own;
  }

  /// What an inspect or create answer shows.
  public static ObjectNode inspect(ObjectNode volume, Session session) {
    String name = session.volume(volume.path("Name").asText(""));
    volume.put("Name", name);
    volume.put("Mountpoint", mountpoint(name));
    session.stripLabels(volume.path("Labels"));
    return volume;
  }
}
