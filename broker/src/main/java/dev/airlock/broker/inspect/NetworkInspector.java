package dev.airlock.broker.inspect;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.airlock.broker.json.StrictJson;
import dev.airlock.broker.policy.Reason;
import dev.airlock.broker.policy.RefusedException;
import dev.airlock.broker.policy.SiblingNetwork;
import dev.airlock.broker.schema.ContainerCreateSchema;
import dev.airlock.broker.schema.Screening;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/// Where a container is on the network: the session's own default, none, or networks that the
/// session created.
final class NetworkInspector {

  private static final Set<String> DEFAULTS = Set.of("", "default", "bridge");
  private static final Pattern ALIAS = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9_.-]{0,253}");
  private static final Pattern HOST = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9_.-]{0,252}");
  private static final Pattern IPV4 =
      Pattern.compile("(?:(?:25[0-5]|2[0-4][0-9]|1?[0-9]?[0-9])(?:\\.|$)){4}(?<!\\.)");
  private static final Pattern IPV6 =
      Pattern.compile("(?=.*:.*:)[0-9a-fA-F:]{2,39}(?:[0-9.]{7,15})?");

  private NetworkInspector() {}

  static void inspect(Draft draft) throws RefusedException {
    String mode = mode(draft);
    draft.sentHost().put("NetworkMode", mode);
    endpoints(draft, mode);
    extraHosts(draft);
    dns(draft);
  }

  private static String mode(Draft draft) throws RefusedException {
    World world = draft.world();
    String asked = JsonRead.text(draft.askedHost(), "NetworkMode");
    if (DEFAULTS.contains(asked)) {
      return defaultNetwork(world);
    }
    if (asked.equals("none")) {
      return asked;
    }
    if (asked.startsWith("container:")) {
      return "container:"
          + References.container(world, asked.substring("container:".length())).id();
    }
    if (asked.equals("host") || asked.startsWith("ns:")) {
      throw RefusedException.denied(
          Reason.HOST_NAMESPACE, "HostConfig.NetworkMode is '" + StrictJson.printable(asked) + "'");
    }
    return network(world, asked);
  }

  static String defaultNetwork(World world) {
    return switch (world.policy().network()) {
      case SiblingNetwork.Airlock airlock -> airlock.name();
      case SiblingNetwork.Bridge bridge -> bridge.name();
      case SiblingNetwork.None() -> "none";
    };
  }

  /// A network of the session's, by its name: the engine keys its answers by what it was told.
  private static String network(World world, String reference) throws RefusedException {
    if (reference.equals(defaultNetwork(world))) {
      return reference;
    }
    if (reference.equals("host")) {
      throw RefusedException.denied(Reason.HOST_NAMESPACE, "a network is 'host'");
    }
    return References.network(world, reference).name();
  }

  private static void endpoints(Draft draft, String mode) throws RefusedException {
    ObjectNode asked = JsonRead.object(draft.asked(), "NetworkingConfig");
    ObjectNode sent = JsonRead.object();
    for (Map.Entry<String, JsonNode> entry :
        JsonRead.entries(asked, "EndpointsConfig").entrySet()) {
      String key = entry.getKey();
      String name = DEFAULTS.contains(key) ? defaultNetwork(draft.world()) : key;
      String network = name.equals("none") ? "none" : network(draft.world(), name);
      if (sent.has(network)) {
        throw RefusedException.malformed(
            "EndpointsConfig names network '" + StrictJson.printable(network) + "' twice");
      }
      // What is not sent is decided too: a client learns that it asked for what is not there.
      ObjectNode askedEndpoint =
          entry.getValue() instanceof ObjectNode node ? node : JsonRead.object();
      ObjectNode endpoint = endpoint(draft.world(), askedEndpoint);
      if (!network.equals("none") && !mode.startsWith("container:")) {
        JsonRead.texts(endpoint, "Aliases").forEach(draft.aliases()::add);
        sent.set(network, endpoint);
      }
    }
    links(draft, mode, sent);
    if (!mode.equals("none") && !mode.startsWith("container:")) {
      draft.networks().add(mode);
    }
    sent.properties().stream()
        .map(Map.Entry::getKey)
        .filter(network -> !draft.networks().contains(network))
        .forEach(draft.networks()::add);
    if (!sent.isEmpty()) {
      draft.sent().putObject("NetworkingConfig").set("EndpointsConfig", sent);
    }
  }

  /// An endpoint that was screened already; also of `network connect`.
  static ObjectNode endpoint(World world, ObjectNode asked) throws RefusedException {
    ObjectNode sent = Screening.screen(asked, ContainerCreateSchema.ENDPOINT).sent();
    sent.properties().removeIf(entry -> Screening.isZero(entry.getValue()));
    addresses(asked, sent);
    for (String alias : JsonRead.texts(asked, "Aliases")) {
      if (!ALIAS.matcher(alias).matches()) {
        throw RefusedException.malformed("alias '" + StrictJson.printable(alias) + "'");
      }
      if (alias.equalsIgnoreCase("egress")) {
        throw RefusedException.denied(Reason.RESERVED_NAME, "an alias is 'egress'");
      }
      array(sent, "Aliases").add(alias);
    }
    for (String link : JsonRead.texts(asked, "Links")) {
      array(sent, "Links").add(link(world, link));
    }
    return sent;
  }

  private static void addresses(ObjectNode asked, ObjectNode sent) throws RefusedException {
    ObjectNode config = JsonRead.object(asked, "IPAMConfig");
    ObjectNode kept = JsonRead.object();
    String ipv4 = JsonRead.text(config, "IPv4Address");
    String ipv6 = JsonRead.text(config, "IPv6Address");
    if (!ipv4.isEmpty()) {
      kept.put("IPv4Address", matching(IPV4, ipv4, "IPv4Address"));
    }
    if (!ipv6.isEmpty()) {
      kept.put("IPv6Address", matching(IPV6, ipv6, "IPv6Address"));
    }
    if (!kept.isEmpty()) {
      sent.set("IPAMConfig", kept);
    }
  }

  /// The old links become links of the endpoint: the engine ignores them on a network of its own.
  private static void links(Draft draft, String mode, ObjectNode endpoints)
      throws RefusedException {
    for (String link : JsonRead.texts(draft.askedHost(), "Links")) {
      String resolved = link(draft.world(), link);
      if (!mode.equals("none") && !mode.startsWith("container:")) {
        ObjectNode endpoint =
            endpoints.get(mode) instanceof ObjectNode node ? node : endpoints.putObject(mode);
        array(endpoint, "Links").add(resolved);
      }
    }
  }

  private static String link(World world, String link) throws RefusedException {
    int colon = link.indexOf(':');
    String reference = colon < 0 ? link : link.substring(0, colon);
    String alias = colon < 0 ? reference : link.substring(colon + 1);
    Objects.Container container = References.container(world, reference);
    String bare = alias.startsWith("/") ? alias.substring(alias.lastIndexOf('/') + 1) : alias;
    if (!ALIAS.matcher(bare).matches()) {
      throw RefusedException.malformed("link '" + StrictJson.printable(link) + "'");
    }
    return container.name() + ":" + bare;
  }

  private static void extraHosts(Draft draft) throws RefusedException {
    for (String entry : JsonRead.texts(draft.askedHost(), "ExtraHosts")) {
      array(draft.sentHost(), "ExtraHosts").add(extraHost(draft.world(), entry));
    }
  }

  /// `NAME:ADDRESS` or `NAME=ADDRESS`.
  static String extraHost(World world, String entry) throws RefusedException {
    int colon = entry.indexOf(':');
    int equals = entry.indexOf('=');
    int separator = equals >= 0 && (colon < 0 || equals < colon) ? equals : colon;
    String host = separator < 0 ? entry : entry.substring(0, separator);
    String address = separator < 0 ? "" : entry.substring(separator + 1);
    if (!HOST.matcher(host).matches()) {
      throw RefusedException.malformed("ExtraHosts has '" + StrictJson.printable(entry) + "'");
    }
    if (address.equals("host-gateway")
        && world.policy().network() instanceof SiblingNetwork.Bridge) {
      return host + ":" + address;
    }
    String bare =
        address.startsWith("[") && address.endsWith("]")
            ? address.substring(1, address.length() - 1)
            : address;
    if (!IPV4.matcher(bare).matches() && !IPV6.matcher(bare).matches()) {
      throw RefusedException.denied(
          Reason.EXTRA_HOST, "ExtraHosts has '" + StrictJson.printable(entry) + "'");
    }
    return host + ":" + bare;
  }

  /// SECURITY: the engine asks these servers itself, perhaps from outside the airlock.
  private static void dns(Draft draft) throws RefusedException {
    for (String server : JsonRead.texts(draft.askedHost(), "Dns")) {
      if (!(draft.world().policy().network() instanceof SiblingNetwork.Bridge)) {
        throw RefusedException.denied(
            Reason.DNS_SERVER, "HostConfig.Dns has '" + StrictJson.printable(server) + "'");
      }
      if (!IPV4.matcher(server).matches() && !IPV6.matcher(server).matches()) {
        throw RefusedException.malformed(
            "HostConfig.Dns has '" + StrictJson.printable(server) + "', not an address");
      }
      array(draft.sentHost(), "Dns").add(server);
    }
  }

  private static String matching(Pattern pattern, String value, String what)
      throws RefusedException {
    if (!pattern.matcher(value).matches()) {
      throw RefusedException.malformed(
          what + " is '" + StrictJson.printable(value) + "', not an address");
    }
    return value;
  }

  private static ArrayNode array(ObjectNode parent, String key) {
    return parent.get(key) instanceof ArrayNode list ? list : parent.putArray(key);
  }
}
