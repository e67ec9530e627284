package dev.airlock.broker.inspect;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.airlock.broker.json.StrictJson;
import dev.airlock.broker.policy.RefusedException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Published ports: virtual, so that none goes upstream; the session's knowledge gets them.
final class PortInspector {

  private static final Pattern PORT = Pattern.compile("([1-9][0-9]{0,4})(?:/(tcp|udp))?");
  private static final Pattern EXPOSED =
      Pattern.compile("([1-9][0-9]{0,4})(?:-([1-9][0-9]{0,4}))?(?:/(tcp|udp|sctp))?");
  private static final Pattern HOST_PORT =
      Pattern.compile("(0|[1-9][0-9]{0,4})(?:-([1-9][0-9]{0,4}))?");
  private static final Pattern ADDRESS =
      Pattern.compile("[0-9]{1,3}(?:\\.[0-9]{1,3}){3}|\\[?[0-9a-fA-F:]*:[0-9a-fA-F:.]*]?");
  private static final int HIGHEST = 65_535;

  private PortInspector() {}

  static Effect.Ports inspect(Draft draft) throws RefusedException {
    ObjectNode exposed = JsonRead.object();
    for (String port : JsonRead.entries(draft.asked(), "ExposedPorts").keySet()) {
      exposed.putObject(exposed(port));
    }
    Map<String, List<Effect.HostSide>> bindings = new HashMap<>();
    for (Map.Entry<String, JsonNode> entry :
        JsonRead.entries(draft.askedHost(), "PortBindings").entrySet()) {
      String port = port(entry.getKey());
      exposed.putObject(port);
      bindings.put(port, hostSides(entry.getValue()));
    }
    if (!exposed.isEmpty()) {
      draft.sent().set("ExposedPorts", exposed);
    }
    return new Effect.Ports(bindings, JsonRead.flag(draft.askedHost(), "PublishAllPorts"));
  }

  private static String exposed(String text) throws RefusedException {
    Matcher matcher = EXPOSED.matcher(text);
    if (!matcher.matches() || tooHigh(matcher.group(1)) || tooHigh(matcher.group(2))) {
      throw RefusedException.malformed(
          "ExposedPorts has '" + StrictJson.printable(text) + "', not PORT/tcp or PORT/udp");
    }
    return matcher.group(3) == null ? text + "/tcp" : text;
  }

  private static String port(String text) throws RefusedException {
    Matcher matcher = PORT.matcher(text);
    if (!matcher.matches() || tooHigh(matcher.group(1))) {
      throw RefusedException.malformed(
          "PortBindings has '" + StrictJson.printable(text) + "', not PORT/tcp or PORT/udp");
    }
    return matcher.group(2) == null ? text + "/tcp" : text;
  }

  private static boolean tooHigh(@Nullable String port) {
    return port != null && Integer.parseInt(port) > HIGHEST;
  }

  private static List<Effect.HostSide> hostSides(JsonNode bindings) throws RefusedException {
    List<Effect.HostSide> sides = new ArrayList<>();
    for (JsonNode binding : bindings) {
      String address = JsonRead.text(binding, "HostIp");
      if (!address.isEmpty() && !ADDRESS.matcher(address).matches()) {
        throw RefusedException.malformed(
            "HostIp is '" + StrictJson.printable(address) + "', not an address");
      }
      String port = JsonRead.text(binding, "HostPort");
      Matcher matcher = HOST_PORT.matcher(port.isEmpty() ? "0" : port);
      if (!matcher.matches() || tooHigh(matcher.group(1)) || tooHigh(matcher.group(2))) {
        throw RefusedException.malformed(
            "HostPort is '" + StrictJson.printable(port) + "', not a port or a range");
      }
      int first = Integer.parseInt(matcher.group(1));
      int last = matcher.group(2) == null ? first : Integer.parseInt(matcher.group(2));
      if (last < first) {
        throw RefusedException.malformed("HostPort is '" + port + "', which ends before it begins");
      }
      sides.add(new Effect.HostSide(address, first, last));
    }
    if (sides.isEmpty()) {
      // As the engine: a port without a host side gets any.
      sides.add(new Effect.HostSide("", 0, 0));
    }
    return sides;
  }
}
