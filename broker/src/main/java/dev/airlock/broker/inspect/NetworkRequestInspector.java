package dev.airlock.broker.inspect;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.airlock.broker.json.StrictJson;
import dev.airlock.broker.policy.Reason;
import dev.airlock.broker.policy.RefusedException;
import dev.airlock.broker.policy.SiblingNetwork;
import dev.airlock.broker.route.Admission.Admitted;
import dev.airlock.broker.route.ApiVersion;
import dev.airlock.broker.schema.BodySchemas;
import dev.airlock.broker.schema.Screening;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Networks that the session creates, and who joins them.
final class NetworkRequestInspector {

  /// The first engine API whose bridges can be without an address on the host (engine 28).
  static final ApiVersion ISOLATED_GATEWAY = new ApiVersion(48);

  private static final String BRIDGE = "com.docker.network.bridge.";

  /// Asked for by Compose files; they change nothing that an isolated bridge has.
  private static final Set<String> DROPPED_OPTIONS =
      Set.of(
          "com.docker.network.enable_ipv4",
          "com.docker.network.enable_ipv6",
          BRIDGE + "enable_icc",
          BRIDGE + "enable_ip_masquerade",
          "com.docker.network.driver.mtu");

  private static final Set<String> RESERVED =
      Set.of("host", "none", "default", "bridge", "nat", "ingress");

  /// RFC 1918 and RFC 4193, and what the engine's own pools are made of.
  private static final Pattern PRIVATE_IPV4 =
      Pattern.compile(
          "(?:10(?:\\.[0-9]{1,3}){3}|172\\.(?:1[6-9]|2[0-9]|3[01])(?:\\.[0-9]{1,3}){2}|192\\.168(?:\\.[0-9]{1,3}){2})(?:/([0-9]{1,2}))?");

  private static final Pattern PRIVATE_IPV6 =
      Pattern.compile("[fF][cCdD][0-9a-fA-F:]{0,37}(?:/([0-9]{1,3}))?");

  private static final int WIDEST_IPV4 = 16;
  private static final int WIDEST_IPV6 = 48;

  private NetworkRequestInspector() {}

  static Decision create(Admitted request, Body body, World world) throws RefusedException {
    Counting.requireRoom(
        world.objects().count().networks(), world.policy().limits().networks(), "networks");
    Screening screening = Screened.json(body, BodySchemas.NETWORK_CREATE);
    ObjectNode asked = screening.asked();
    String name = References.newNetworkName(world, JsonRead.text(asked, "Name"));
    if (RESERVED.contains(name)) {
      throw RefusedException.denied(Reason.RESERVED_NAME, "the network's name is '" + name + "'");
    }
    String driver = JsonRead.text(asked, "Driver");
    if (!Set.of("", "default", "bridge").contains(driver)) {
      throw RefusedException.denied(
          Reason.NETWORK_DRIVER, "the driver is '" + StrictJson.printable(driver) + "'");
    }
    requireDroppableOptions(asked);
    ObjectNode sent = screening.sent();
    sent.put("Name", name);
    sent.put("CheckDuplicate", true);
    sent.put("Driver", "bridge");
    ipam(asked, sent, world);
    isolate(asked, sent, world);
    sent.set("Labels", Labels.stamped(asked, "Labels", world.policy()));
    return Upstream.to(request)
        .version(world.engineVersion())
        .path("/networks/create")
        .json(sent)
        .forward(new Effect.NetworkCreated(name, shown(asked)));
  }

  /// SECURITY: `internal` alone leaves the host reachable at the gateway's address: the bridge gets
  /// none.
  private static void isolate(ObjectNode asked, ObjectNode sent, World world) {
    if (world.policy().network() instanceof SiblingNetwork.Bridge) {
      sent.put("Internal", JsonRead.flag(asked, "Internal"));
      sent.put("EnableIPv6", JsonRead.flag(asked, "EnableIPv6"));
      return;
    }
    sent.put("Internal", true);
    ObjectNode options = sent.putObject("Options").put(BRIDGE + "inhibit_ipv4", "true");
    boolean isolated = world.engineVersion().compareTo(ISOLATED_GATEWAY) >= 0;
    sent.put("EnableIPv6", isolated);
    if (isolated) {
      options.put(BRIDGE + "gateway_mode_ipv4", "isolated");
      options.put(BRIDGE + "gateway_mode_ipv6", "isolated");
    }
  }

  private static void requireDroppableOptions(ObjectNode asked) throws RefusedException {
    for (String option : JsonRead.entries(asked, "Options").keySet()) {
      if (!DROPPED_OPTIONS.contains(option)) {
        throw RefusedException.denied(
            Reason.NETWORK_OPTION, "Options has '" + StrictJson.printable(option) + "'");
      }
    }
  }

  /// SECURITY: the engine gives the host an address and a route for a network that is not isolated,
  /// so a subnet of the client's could cover the host's own resolver or intranet.
  private static void ipam(ObjectNode asked, ObjectNode sent, World world) throws RefusedException {
    ArrayNode kept = JsonRead.object().putArray("Config");
    for (JsonNode config : JsonRead.items(JsonRead.object(asked, "IPAM"), "Config")) {
      ObjectNode entry = JsonRead.object();
      for (String key : new String[] {"Subnet", "IPRange", "Gateway"}) {
        String value = JsonRead.text(config, key);
        if (!value.isEmpty()) {
          requirePrivate(key, value);
          entry.put(key, value);
        }
      }
      if (!entry.isEmpty()) {
        kept.add(entry);
      }
    }
    ObjectNode ipam = sent.putObject("IPAM").put("Driver", "default");
    if (!kept.isEmpty()) {
      if (world.policy().network() instanceof SiblingNetwork.Bridge) {
        throw RefusedException.denied(
            Reason.NETWORK_ADDRESS,
            "without an airlock a network's addresses are the engine's choice");
      }
      ipam.set("Config", kept);
    }
  }

  private static void requirePrivate(String key, String value) throws RefusedException {
    Matcher ipv4 = PRIVATE_IPV4.matcher(value);
    Matcher ipv6 = PRIVATE_IPV6.matcher(value);
    boolean subnet = !key.equals("Gateway");
    boolean fits =
        (ipv4.matches() && prefixFits(ipv4, subnet, WIDEST_IPV4, 32) && octetsFit(value))
            || (ipv6.matches() && prefixFits(ipv6, subnet, WIDEST_IPV6, 128));
    if (!fits) {
      throw RefusedException.denied(
          Reason.NETWORK_ADDRESS, key + " is '" + StrictJson.printable(value) + "'");
    }
  }

  private static boolean prefixFits(Matcher matcher, boolean subnet, int widest, int narrowest) {
    String prefix = matcher.group(1);
    if (prefix == null) {
      return !subnet;
    }
    int bits = Integer.parseInt(prefix);
    return subnet && bits >= widest && bits <= narrowest;
  }

  private static boolean octetsFit(String address) {
    int slash = address.indexOf('/');
    for (String octet : (slash < 0 ? address : address.substring(0, slash)).split("\\.", -1)) {
      if (Integer.parseInt(octet) > 255) {
        return false;
      }
    }
    return true;
  }

  private static ObjectNode shown(ObjectNode asked) {
    ObjectNode shown = JsonRead.object();
    shown.put("Internal", JsonRead.flag(asked, "Internal"));
    shown.put("EnableIPv6", JsonRead.flag(asked, "EnableIPv6"));
    shown.put("Attachable", JsonRead.flag(asked, "Attachable"));
    ObjectNode options = shown.putObject("Options");
    for (Map.Entry<String, JsonNode> entry : JsonRead.entries(asked, "Options").entrySet()) {
      options.set(entry.getKey(), entry.getValue());
    }
    return shown;
  }

  static Decision connect(Admitted request, Body body, World world) throws RefusedException {
    Objects.Network network = References.network(world, request.path("id"));
    Screening screening = Screened.json(body, BodySchemas.NETWORK_CONNECT);
    String container = container(screening, world);
    ObjectNode sent = JsonRead.object().put("Container", container);
    ObjectNode endpoint =
        NetworkInspector.endpoint(world, JsonRead.object(screening.asked(), "EndpointConfig"));
    sent.set("EndpointConfig", endpoint);
    return Upstream.to(request)
        .version(world.engineVersion())
        .path("/networks/", network.id(), "/connect")
        .json(sent)
        .forward(
            new Effect.NetworkConnected(
                network.id(), container, JsonRead.texts(endpoint, "Aliases")));
  }

  static Decision disconnect(Admitted request, Body body, World world) throws RefusedException {
    Screening screening = Screened.json(body, BodySchemas.NETWORK_DISCONNECT);
    String container = container(screening, world);
    String id = joined(request, world);
    screening.sent().put("Container", container);
    return Upstream.to(request)
        .path("/networks/", id, "/disconnect")
        .json(screening.sent())
        .forward(new Effect.NetworkDisconnected(id, container));
  }

  /// A container may also leave the session's default network, which the client knows as `bridge`.
  private static String joined(Admitted request, World world) throws RefusedException {
    String asked = request.path("id");
    String standard = NetworkInspector.defaultNetwork(world);
    if (!standard.equals("none") && (asked.equals("bridge") || asked.equals(standard))) {
      return standard;
    }
    return References.network(world, asked).id();
  }

  private static String container(Screening screening, World world) throws RefusedException {
    return References.container(world, JsonRead.text(screening.asked(), "Container")).id();
  }
}
