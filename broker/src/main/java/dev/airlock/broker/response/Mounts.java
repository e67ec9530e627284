package dev.airlock.broker.response;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// The mounts of a container as its client asked for them: a bind is shown as a bind, a volume by
/// the client's name.
final class Mounts {
  private Mounts() {}

  private record AskedBind(String source, boolean writable, String mode) {}

  /// Rewrites the `Mounts` of a list or inspect answer.
  static void show(JsonNode mounts, JsonNode asked, Session session) {
    Map<String, AskedBind> binds = binds(asked.path("HostConfig"));
    for (JsonNode each : mounts) {
      if (each instanceof ObjectNode mount) {
        AskedBind bind = binds.get(mount.path("Destination").asText(""));
        if (bind != null) {
          showBind(mount, bind);
        } else {
          showVolume(mount, session);
        }
      }
    }
  }

  private static void showBind(ObjectNode mount, AskedBind bind) {
    mount.put("Type", "bind");
    mount.remove(List.of("Name", "Driver"));
    mount.put("Source", bind.source());
    mount.put("Mode", bind.mode());
    mount.put("RW", bind.writable());
    mount.put("Propagation", "rprivate");
  }

  private static void showVolume(ObjectNode mount, Session session) {
    String name = mount.path("Name").asText("");
    if (!name.isEmpty()) {
      String shown = session.volume(name);
      mount.put("Name", shown);
      mount.put("Source", VolumeView.mountpoint(shown));
    }
  }

  private static Map<String, AskedBind> binds(JsonNode hostConfig) {
    Map<String, AskedBind> binds = new HashMap<>();
    for (JsonNode bind : hostConfig.path("Binds")) {
      String[] parts = bind.asText("").split(":", -1);
      // A source that is no path is a volume's name.
      if (parts.length >= 2 && parts[0].startsWith("/")) {
        String mode = parts.length > 2 ? parts[2] : "";
        boolean writable = !List.of(mode.split(",", -1)).contains("ro");
        binds.put(parts[1], new AskedBind(parts[0], writable, mode));
      }
    }
    for (JsonNode mount : hostConfig.path("Mounts")) {
      if (mount.path("Type").asText("").equals("bind")) {
        binds.put(
            mount.path("Target").asText(""),
            new AskedBind(
                mount.path("Source").asText(""), !mount.path("ReadOnly").asBoolean(), ""));
      }
    }
    return binds;
  }
}
