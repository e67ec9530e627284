package dev.airlock.broker.inspect;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/// What `inspect` shows in place of what was sent: the client's own values of every field that was
/// rewritten.
final class AskedView {

  private static final List<String> CONFIG = List.of("Image", "Volumes", "ExposedPorts");

  /// Field and what the engine shows of it when nobody asked.
  private static final List<String> LISTS_AND_MAPS =
      List.of("Binds", "Mounts", "Links", "SecurityOpt", "VolumesFrom");

  private static final List<String> NUMBERS =
      List.of("Memory", "MemorySwap", "MemoryReservation", "NanoCpus", "CpuQuota", "CpuPeriod");

  private static final List<String> KEPT = List.of("RestartPolicy", "PortBindings");

  private AskedView() {}

  static ObjectNode of(Draft draft) {
    ObjectNode view = JsonRead.object();
    ObjectNode config = view.putObject("Config");
    for (String key : CONFIG) {
      JsonNode asked = draft.asked().get(key);
      if (asked != null && !asked.isNull()) {
        config.set(key, asked);
      }
    }
    ObjectNode host = view.putObject("HostConfig");
    ObjectNode asked = draft.askedHost();
    for (String key : LISTS_AND_MAPS) {
      JsonNode value = asked.get(key);
      host.set(key, value == null || value.isEmpty() ? NullNode.instance : value);
    }
    for (String key : NUMBERS) {
      host.put(key, JsonRead.number(asked, key));
    }
    for (String key : KEPT) {
      if (asked.hasNonNull(key)) {
        host.set(key, asked.get(key));
      }
    }
    host.set(
        "PidsLimit",
        asked.path("PidsLimit").isNumber() ? asked.get("PidsLimit") : NullNode.instance);
    host.put("PublishAllPorts", JsonRead.flag(asked, "PublishAllPorts"));
    String network = JsonRead.text(asked, "NetworkMode");
    host.put("NetworkMode", network.isEmpty() || network.equals("default") ? "bridge" : network);
    return view;
  }
}
