package dev.airlock.broker.ports;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// One port a client asked to have published: `HostConfig.PortBindings` says the same.
///
/// @param protocol `tcp` or `udp`
/// @param hostAddress the address as asked for, or empty for all
/// @param firstPort first acceptable port, 0 for any
/// @param lastPort last acceptable port
public record PortRequest(
    int containerPort, String protocol, String hostAddress, int firstPort, int lastPort) {
  public PortRequest {
    requireNonNull(protocol, "protocol is null");
    requireNonNull(hostAddress, "hostAddress is null");
  }

  /// The ports that a container's asked-for `HostConfig` wants published.
  ///
  /// @param exposed the container's `Config.ExposedPorts`, read when all of them are to be
  ///   published
  public static List<PortRequest> of(JsonNode hostConfig, JsonNode exposed) {
    List<PortRequest> wanted = new ArrayList<>();
    JsonNode bindings = hostConfig.path("PortBindings");
    for (Map.Entry<String, JsonNode> port : bindings.properties()) {
      addBindings(wanted, port.getKey(), port.getValue());
    }
    if (hostConfig.path("PublishAllPorts").asBoolean()) {
      for (Map.Entry<String, JsonNode> port : exposed.properties()) {
        if (!bindings.has(port.getKey())) {
          wanted.add(any(port.getKey(), ""));
        }
      }
    }
    return wanted;
  }

  private static void addBindings(List<PortRequest> wanted, String port, JsonNode bindings) {
    if (bindings.isEmpty()) {
      wanted.add(any(port, ""));
    }
    for (JsonNode binding : bindings) {
      String address = binding.path("HostIp").asText("");
      String range = binding.path("HostPort").asText("");
      if (range.isEmpty() || range.equals("0")) {
        wanted.add(any(port, address));
      } else {
        int dash = range.indexOf('-');
        int first = Integer.parseInt(dash < 0 ? range : range.substring(0, dash));
        int last = dash < 0 ? first : Integer.parseInt(range.substring(dash + 1));
        wanted.add(new PortRequest(number(port), protocol(port), address, first, last));
      }
    }
  }

  private static PortRequest any(String port, String address) {
    return new PortRequest(number(port), protocol(port), address, 0, 0);
  }

  private static int number(String port) {
    int slash = port.indexOf('/');
    return Integer.parseInt(slash < 0 ? port : port.substring(0, slash));
  }

  private static String protocol(String port) {
    int slash = port.indexOf('/');
    return slash < 0 ? "tcp" : port.substring(slash + 1);
  }

  /// The key of this port in the engine's maps: `80/tcp`.
  public String key() {
    return containerPort + "/" + protocol;
  }
}
