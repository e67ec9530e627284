package dev.airlock.broker.inspect;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.airlock.broker.json.MalformedJsonException;
import dev.airlock.broker.json.StrictJson;
import dev.airlock.broker.policy.Limits;
import dev.airlock.broker.policy.Owner;
import dev.airlock.broker.policy.Reason;
import dev.airlock.broker.policy.RefusedException;
import dev.airlock.broker.route.Admission.Admitted;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/// The query of a build, decided: it is the policy's surface as much as the context is.
///
/// @param dockerfile clean path in the context
/// @param platform asked for, or empty
/// @param arguments build arguments that have a value
/// @param pull whether bases are to be fetched even if they are there
/// @param quiet whether the client wants the image's id alone
/// @param tags the engine's names
/// @param upstream the request with everything but dockerfile and body
record BuildQuery(
    String dockerfile,
    String platform,
    Map<String, String> arguments,
    boolean pull,
    boolean quiet,
    List<String> tags,
    Upstream upstream) {

  private static final Pattern TARGET = Pattern.compile("[A-Za-z0-9_.-]{0,128}");
  private static final Pattern CPUSET = Pattern.compile("[0-9,-]{0,256}");
  private static final Pattern ARGUMENT = Pattern.compile("[A-Za-z_][A-Za-z0-9_.-]{0,255}");
  private static final long PERIOD = 100_000;
  private static final long NANOS_PER_QUOTA = 10_000;

  static BuildQuery of(Admitted request, World world) throws RefusedException, IOException {
    requireClassic(request);
    requireEmpty(request, "cgroupparent", Reason.CGROUP);
    requireEmpty(request, "securityopt", Reason.SECURITY_OPTION);
    requireEmpty(request, "outputs", Reason.BUILD_OPTION);
    requireText(request, "target", TARGET);
    requireText(request, "cpusetcpus", CPUSET);
    requireText(request, "cpusetmems", CPUSET);
    if (request.query().flag("squash")) {
      throw RefusedException.denied(Reason.BUILD_OPTION, "squash is an experiment of the engine's");
    }
    Upstream upstream = Upstream.to(request).path("/build");
    for (String key : List.of("q", "nocache", "target", "cpusetcpus", "cpusetmems", "shmsize")) {
      request
          .query()
          .first(key)
          .filter(v -> !v.isEmpty())
          .ifPresent(
              v -> upstream.query(key, v.equals("true") ? "1" : v.equals("false") ? "0" : v));
    }
    // Containers of the steps have no labels: none may stay.
    upstream.query("version", "1").query("rm", "1").query("forcerm", "1");
    upstream.query("networkmode", network(request, world));
    limits(request, world.policy().limits(), upstream);
    ulimits(request, upstream);
    labels(request, world, upstream);
    cacheFrom(request, world, upstream);
    extraHosts(request, world, upstream);
    Optional<String> platform = ContainerCreateInspector.platform(request);
    platform.ifPresent(value -> upstream.query("platform", value));
    return new BuildQuery(
        dockerfile(request),
        platform.orElse(""),
        arguments(request, world, upstream),
        pull(request),
        request.query().flag("q"),
        tags(request, world, upstream),
        upstream);
  }

  private static void requireClassic(Admitted request) throws RefusedException {
    String version = request.query().first("version").orElse("");
    boolean session = request.query().first("session").filter(s -> !s.isEmpty()).isPresent();
    if ((!version.isEmpty() && !version.equals("1")) || session) {
      throw RefusedException.denied(Reason.BUILDKIT, "the build asks for BuildKit");
    }
    String remote = request.query().first("remote").orElse("");
    if (!remote.isEmpty()) {
      throw RefusedException.denied(
          Reason.BUILD_REMOTE_CONTEXT, "remote is '" + StrictJson.printable(remote) + "'");
    }
    String isolation = request.query().first("isolation").orElse("");
    if (!isolation.isEmpty() && !isolation.equals("default")) {
      throw RefusedException.denied(
          Reason.BUILD_OPTION, "isolation is '" + StrictJson.printable(isolation) + "'");
    }
  }

  /// SECURITY: never sent on: the broker pulls by itself, what it has decided on.
  private static boolean pull(Admitted request) {
    String pull = request.query().first("pull").orElse("");
    return !List.of("", "0", "no", "false", "none").contains(pull.toLowerCase(Locale.ROOT));
  }

  private static void requireEmpty(Admitted request, String key, Reason reason)
      throws RefusedException {
    for (String value : request.query().all(key)) {
      if (!value.isEmpty() && !value.equals("null") && !value.equals("[]")) {
        throw RefusedException.denied(reason, key + " is '" + StrictJson.printable(value) + "'");
      }
    }
  }

  private static void requireText(Admitted request, String key, Pattern pattern)
      throws RefusedException {
    String value = request.query().first(key).orElse("");
    if (!pattern.matcher(value).matches()) {
      throw RefusedException.malformed(key + " is '" + StrictJson.printable(value) + "'");
    }
  }

  private static String dockerfile(Admitted request) throws RefusedException {
    String path = request.query().first("dockerfile").orElse("");
    if (path.isEmpty()) {
      return "Dockerfile";
    }
    return Screened.relativePath(path.startsWith("./") ? path.substring(2) : path, "dockerfile");
  }

  private static String network(Admitted request, World world) throws RefusedException {
    String mode = request.query().first("networkmode").orElse("");
    return switch (mode) {
      case "", "default", "bridge" -> NetworkInspector.defaultNetwork(world);
      case "none" -> "none";
      case "host" -> throw RefusedException.denied(Reason.HOST_NAMESPACE, "networkmode is 'host'");
      default -> {
        if (mode.equals(NetworkInspector.defaultNetwork(world))) {
          yield mode;
        }
        if (mode.startsWith("container:")) {
          yield "container:"
              + References.container(world, mode.substring("container:".length())).id();
        }
        yield References.network(world, mode).name();
      }
    };
  }

  private static void limits(Admitted request, Limits limits, Upstream upstream) {
    long memory = request.query().number("memory").orElse(0);
    upstream.query(
        "memory",
        Long.toString(memory <= 0 ? limits.memoryBytes() : Math.min(memory, limits.memoryBytes())));
    upstream.query("cpuperiod", Long.toString(PERIOD));
    upstream.query("cpuquota", Long.toString(limits.nanoCpus() / NANOS_PER_QUOTA));
  }

  private static void ulimits(Admitted request, Upstream upstream) throws RefusedException {
    Optional<JsonNode> asked = json(request, "ulimits");
    if (asked.isEmpty()) {
      return;
    }
    ObjectNode parent = JsonRead.object();
    if (!asked.get().isArray()) {
      throw RefusedException.malformed("ulimits is no list");
    }
    for (JsonNode ulimit : asked.get()) {
      boolean known =
          ulimit.isObject()
              && ulimit.properties().stream()
                  .allMatch(e -> List.of("Name", "Soft", "Hard").contains(e.getKey()));
      if (!known) {
        throw RefusedException.malformed("ulimits has an unknown key");
      }
    }
    parent.set("Ulimits", asked.get());
    ObjectNode sent = JsonRead.object();
    SecurityInspector.ulimits(parent, sent);
    if (sent.has("Ulimits")) {
      upstream.query("ulimits", sent.get("Ulimits").toString());
    }
  }

  /// Not the owner's secret, which would be in the image's configuration.
  private static void labels(Admitted request, World world, Upstream upstream)
      throws RefusedException {
    ObjectNode parent = JsonRead.object();
    Optional<JsonNode> asked = json(request, "labels");
    if (asked.isPresent()) {
      requireStrings(asked.get(), "labels", false);
      parent.set("Labels", asked.get());
    }
    ObjectNode labels = Labels.stamped(parent, "Labels", world.policy());
    labels.remove(Owner.OWNER_LABEL);
    upstream.query("labels", labels.toString());
  }

  /// Images that are not usable are left out: the engine treats a missing one likewise.
  private static void cacheFrom(Admitted request, World world, Upstream upstream)
      throws RefusedException, IOException {
    Optional<JsonNode> asked = json(request, "cachefrom");
    if (asked.isEmpty()) {
      return;
    }
    ArrayNode sent = JsonNodeFactory.instance.arrayNode();
    for (JsonNode image : asked.get()) {
      if (!asked.get().isArray() || !image.isTextual()) {
        throw RefusedException.malformed("cachefrom is no list of strings");
      }
      ImageResolver.find(world, image.textValue()).ifPresent(sent::add);
    }
    if (!sent.isEmpty()) {
      upstream.query("cachefrom", sent.toString());
    }
  }

  private static void extraHosts(Admitted request, World world, Upstream upstream)
      throws RefusedException {
    List<String> sent = new ArrayList<>();
    for (String value : request.query().all("extrahosts")) {
      for (String entry : value.split(",", -1)) {
        if (!entry.isEmpty()) {
          sent.add(NetworkInspector.extraHost(world, entry));
        }
      }
    }
    if (!sent.isEmpty()) {
      upstream.query("extrahosts", sent);
    }
  }

  private static Map<String, String> arguments(Admitted request, World world, Upstream upstream)
      throws RefusedException {
    ObjectNode sent = JsonRead.object();
    Optional<JsonNode> asked = json(request, "buildargs");
    if (asked.isPresent()) {
      requireStrings(asked.get(), "buildargs", true);
      for (Map.Entry<String, JsonNode> entry : asked.get().properties()) {
        if (!ARGUMENT.matcher(entry.getKey()).matches() || entry.getKey().startsWith("BUILDKIT_")) {
          throw RefusedException.denied(
              Reason.BUILD_OPTION, "build argument '" + StrictJson.printable(entry.getKey()) + "'");
        }
        sent.set(entry.getKey(), entry.getValue());
      }
    }
    Map<String, String> arguments = new HashMap<>();
    sent.properties().stream()
        .filter(entry -> entry.getValue().isTextual())
        .forEach(entry -> arguments.put(entry.getKey(), entry.getValue().textValue()));
    EnvironmentInspector.proxyVariables(world.policy().network())
        .forEach((name, value) -> {
          if (!sent.hasNonNull(name)) {
            sent.put(name, value);
          }
        });
    upstream.query("buildargs", sent.toString());
    return arguments;
  }

  private static List<String> tags(Admitted request, World world, Upstream upstream)
      throws RefusedException {
    List<String> tags = new ArrayList<>();
    for (String tag : request.query().all("t")) {
      if (!tag.isEmpty()) {
        tags.add(ImageResolver.newTag(world, tag, ""));
      }
    }
    if (!tags.isEmpty()) {
      upstream.query("t", tags);
    }
    return tags;
  }

  private static Optional<JsonNode> json(Admitted request, String key) throws RefusedException {
    String text = request.query().first(key).orElse("");
    if (text.isEmpty()) {
      return Optional.empty();
    }
    try {
      JsonNode value = StrictJson.parse(text);
      return value.isNull() ? Optional.empty() : Optional.of(value);
    } catch (MalformedJsonException e) {
      throw RefusedException.malformed(key + ": " + e.getMessage());
    }
  }

  private static void requireStrings(JsonNode value, String key, boolean nullable)
      throws RefusedException {
    boolean fits =
        value.isObject()
            && value
                .valueStream()
                .allMatch(item -> item.isTextual() || (nullable && item.isNull()));
    if (!fits) {
      throw RefusedException.malformed(key + " is no map of strings");
    }
  }
}
