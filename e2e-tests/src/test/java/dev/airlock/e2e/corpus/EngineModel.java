package dev.airlock.e2e.corpus;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URLDecoder;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// What the recording engine has and says: objects of other people, which it puts into every list
/// whatever the filter, and those that it was asked to make.
///
/// It decides nothing: a filter that the broker forgot, or trusted, shows in the client's answer.
final class EngineModel {

  static final String FOREIGN_CONTAINER = "f0".repeat(32);
  static final String POD_CONTAINER = "0d".repeat(32);
  static final String FOREIGN_NETWORK = "fe".repeat(32);
  static final String FOREIGN_IMAGE = "sha256:" + "ee".repeat(32);
  static final String FOREIGN_EXEC = "ec".repeat(32);
  static final String SECRET = "host-secret";

  private static final ObjectMapper JSON = new ObjectMapper();

  private final Map<String, ObjectNode> containers = new TreeMap<>();
  private final Map<String, ObjectNode> networks = new TreeMap<>();
  private final Map<String, ObjectNode> volumes = new TreeMap<>();
  private final Map<String, ObjectNode> images = new TreeMap<>();
  private final Map<String, String> execs = new TreeMap<>();
  private int serial;

  EngineModel() {
    container(FOREIGN_CONTAINER, "foreign-db", config("foreign/secret:1", "other"));
    container(POD_CONTAINER, "sandbox-corpus-pod", config("sandbox/gateway:latest", "corpus"));
    execs.put(FOREIGN_EXEC, FOREIGN_CONTAINER);
    network(FOREIGN_NETWORK, "foreign-net", "bridge");
    network("b1".repeat(32), "bridge", "bridge");
    network("b2".repeat(32), "host", "host");
    network("b3".repeat(32), "none", "null");
    volume("foreign-vol", JSON.createObjectNode());
    image(FOREIGN_IMAGE, "foreign/secret:1", "other/team:2");
    image("sha256:" + "aa".repeat(32), "sandbox/hello:latest");
    image("sha256:" + "ab".repeat(32), "sandbox/base:latest");
    image("sha256:" + "ac".repeat(32), "allowed/app:1");
    image("sha256:" + "ad".repeat(32), "sandbox/onbuild:latest");
    image("sha256:" + "ae".repeat(32), "testcontainers/ryuk:0.12.0");
  }

  private static ObjectNode config(String image, String session) {
    ObjectNode config = JSON.createObjectNode().put("Image", image);
    config.putArray("Env").add("PASSWORD=" + SECRET);
    config.putObject("Labels").put("dev.airlock.session", session).put("team", SECRET);
    config.putObject("HostConfig").put("NetworkMode", "bridge").putArray("Binds").add("/:/host");
    return config;
  }

  /// The answer to a request; the state changes as the engine's would.
  synchronized EngineReply answer(RecordedRequest request) {
    try {
      return route(request, request.path().substring(1).split("/"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private EngineReply route(RecordedRequest request, String[] path) throws IOException {
    return switch (path[0]) {
      case "_ping" ->
          new EngineReply.Plain(
              200,
              "text/plain; charset=utf-8",
              "Builder-Version: 2\r\nSwarm: inactive\r\nCache-Control: no-cache, no-store, must-revalidate\r\nPragma: no-cache\r\n",
              BodyNotation.utf8("OK"));
      case "version" -> json(200, SystemAnswers.VERSION);
      case "info" -> json(200, SystemAnswers.INFO);
      case "events" -> events(request);
      case "containers" -> containers(request, path);
      case "exec" -> execs(request, path);
      case "images" -> images(request, path);
      case "networks" -> networks(request, path);
      case "volumes" -> volumes(request, path);
      case "build" -> build(request, path);
      case "commit" -> committed(request);
      case "system" -> diskUsage();
      case "session", "grpc" -> new EngineReply.Hijack("application/vnd.docker.raw-stream", false);
      case "auth" ->
          json(200, "{\"Status\":\"Login Succeeded\",\"IdentityToken\":\"" + SECRET + "\"}");
      default -> json(200, "{\"secret\":\"" + SECRET + "\"}");
    };
  }

  // containers

  private EngineReply containers(RecordedRequest request, String[] path) throws IOException {
    return switch (path[1]) {
      case "json" -> listed(containers);
      case "create" -> createContainer(request);
      case "prune" -> json(200, "{\"ContainersDeleted\":[],\"SpaceReclaimed\":0}");
      default -> container(request, path[1], path.length == 2 ? "" : path[2]);
    };
  }

  private EngineReply createContainer(RecordedRequest request) throws IOException {
    String name = parameter(request, "name").orElse("eager_" + serial);
    if (containers.values().stream().anyMatch(c -> c.path("Name").asText().equals("/" + name))) {
      return message(409, "Conflict. The container name \"/" + name + "\" is already in use");
    }
    String id = newId("c");
    container(id, name, (ObjectNode) JSON.readTree(request.body()));
    ObjectNode created = JSON.createObjectNode().put("Id", id);
    created.putArray("Warnings");
    return new EngineReply.Json(201, created);
  }

  private EngineReply container(RecordedRequest request, String reference, String action)
      throws IOException {
    Optional<ObjectNode> found = find(containers, reference);
    if (found.isEmpty()) {
      return message(404, "No such container: " + reference);
    }
    ObjectNode container = found.get();
    boolean tty = container.at("/Config/Tty").asBoolean();
    return switch (action) {
      case "json" -> new EngineReply.Json(200, container);
      case "start" -> running(container, true);
      case "stop", "kill" -> running(container, false);
      case "restart" -> running(container, true);
      case "pause", "unpause", "rename" -> new EngineReply.Empty(204);
      case "resize" -> new EngineReply.Empty(200);
      case "update" -> json(200, "{\"Warnings\":null}");
      case "wait" -> chunks("application/json", "", BodyNotation.utf8("{\"StatusCode\":0}\n"));
      case "top" ->
          json(200, "{\"Titles\":[\"PID\",\"CMD\"],\"Processes\":[[\"4711\",\"sleep 60\"]]}");
      case "stats" -> chunks("application/json", "", BodyNotation.utf8("{\"read\":\"now\"}\n"));
      case "logs" -> logs(tty);
      case "changes" -> json(200, "[{\"Path\":\"/new\",\"Kind\":1}]");
      case "export" ->
          chunks("application/x-tar", "", TarNotation.archive("file etc/hostname = x"));
      case "archive" -> archive(request);
      case "attach" ->
          new EngineReply.Hijack(
              tty
                  ? "application/vnd.docker.raw-stream"
                  : "application/vnd.docker.multiplexed-stream",
              !tty);
      case "exec" -> createExec(container);
      case "" -> remove(containers, container);
      default -> json(200, "{\"secret\":\"" + SECRET + "\"}");
    };
  }

  private static EngineReply running(ObjectNode container, boolean running) {
    ((ObjectNode) container.path("State"))
        .put("Running", running)
        .put("Status", running ? "running" : "exited")
        .put("Pid", running ? 4711 : 0);
    return new EngineReply.Empty(204);
  }

  private static EngineReply logs(boolean tty) {
    byte[] out = BodyNotation.utf8("a log line\n");
    byte[] err = BodyNotation.utf8("an error line\n");
    return tty
        ? chunks("application/vnd.docker.raw-stream", "", out, err)
        : chunks("application/vnd.docker.multiplexed-stream", "", frame(1, out), frame(2, err));
  }

  private static EngineReply archive(RecordedRequest request) {
    if (request.method().equals("PUT")) {
      return new EngineReply.Empty(200);
    }
    String stat =
        "X-Docker-Container-Path-Stat: eyJuYW1lIjoiaG9zdG5hbWUiLCJzaXplIjoxLCJtb2RlIjo0MjAsIm10aW1lIjoiMjAyNi0wMS0wMVQwMDowMDowMFoiLCJsaW5rVGFyZ2V0IjoiIn0=\r\n";
    return request.method().equals("HEAD")
        ? new EngineReply.Plain(200, "application/octet-stream", stat, new byte[0])
        : chunks("application/x-tar", stat, TarNotation.archive("file hostname = x"));
  }

  private EngineReply createExec(ObjectNode container) {
    String id = newId("e");
    execs.put(id, container.path("Id").asText());
    return new EngineReply.Json(201, JSON.createObjectNode().put("Id", id));
  }

  private EngineReply execs(RecordedRequest request, String[] path) throws IOException {
    Optional<String> container = Optional.ofNullable(execs.get(path[1]));
    if (container.isEmpty()) {
      return message(404, "No such exec instance: " + path[1]);
    }
    return switch (path[2]) {
      case "start" -> {
        JsonNode body = JSON.readTree(request.body());
        yield body.path("Detach").asBoolean()
            ? new EngineReply.Empty(200)
            : new EngineReply.Hijack(
                body.path("Tty").asBoolean()
                    ? "application/vnd.docker.raw-stream"
                    : "application/vnd.docker.multiplexed-stream",
                !body.path("Tty").asBoolean());
      }
      case "resize" -> new EngineReply.Empty(200);
      default -> {
        ObjectNode exec =
            JSON.createObjectNode()
                .put("ID", path[1])
                .put("Running", false)
                .put("ExitCode", 0)
                .put("OpenStdin", false)
                .put("OpenStderr", true)
                .put("OpenStdout", true)
                .put("CanRemove", false)
                .put("ContainerID", container.get())
                .put("DetachKeys", "")
                .put("Pid", 4712);
        exec.putObject("ProcessConfig").put("entrypoint", "true").putArray("arguments");
        yield new EngineReply.Json(200, exec);
      }
    };
  }

  private void container(String id, String name, ObjectNode created) {
    ObjectNode config = created.deepCopy();
    JsonNode host =
        Optional.ofNullable(config.remove("HostConfig")).orElse(JSON.createObjectNode());
    Optional<JsonNode> networking = Optional.ofNullable(config.remove("NetworkingConfig"));
    ObjectNode container =
        JSON.createObjectNode()
            .put("Id", id)
            .put("Created", "2026-01-01T00:00:00.000000000Z")
            .put("Path", "true")
            .put("Name", "/" + name)
            .put("Image", FOREIGN_IMAGE)
            .put("RestartCount", 0)
            .put("Driver", "overlay2")
            .put("Platform", "linux")
            .put("MountLabel", "")
            .put("LogPath", "/var/lib/docker/containers/" + id + "/" + id + "-json.log");
    container.putArray("Args");
    container
        .putObject("State")
        .put("Status", "created")
        .put("Running", false)
        .put("Pid", 0)
        .put("ExitCode", 0)
        .put("StartedAt", "0001-01-01T00:00:00Z")
        .put("FinishedAt", "0001-01-01T00:00:00Z");
    container.set("Config", config);
    container.set("HostConfig", host);
    container.putArray("Mounts");
    ObjectNode settings = container.putObject("NetworkSettings");
    settings.putObject("Ports");
    ObjectNode endpoints = settings.putObject("Networks");
    networking.ifPresent(n -> endpoints.setAll(fields(n.path("EndpointsConfig"))));
    if (endpoints.isEmpty()) {
      endpoints.putObject(host.path("NetworkMode").asText("bridge")).put("IPAddress", "172.17.0.9");
    }
    containers.put(id, container);
  }

  private static Map<String, JsonNode> fields(JsonNode object) {
    Map<String, JsonNode> fields = new TreeMap<>();
    object.properties().forEach(e -> fields.put(e.getKey(), e.getValue()));
    return fields;
  }

  private static JsonNode summary(ObjectNode object) {
    if (!object.has("State")) {
      return object;
    }
    ObjectNode summary =
        JSON.createObjectNode()
            .put("Id", object.path("Id").asText())
            .put("Image", object.at("/Config/Image").asText())
            .put("ImageID", object.path("Image").asText())
            .put("Command", "true")
            .put("Created", 1_767_225_600)
            .put("State", object.at("/State/Status").asText())
            .put("Status", "Up 1 second");
    summary.putArray("Names").add(object.path("Name").asText());
    summary.putArray("Ports");
    JsonNode labels = object.at("/Config/Labels");
    summary.set("Labels", labels.isMissingNode() ? JSON.createObjectNode() : labels);
    summary.putObject("HostConfig").set("NetworkMode", object.at("/HostConfig/NetworkMode"));
    summary.putObject("NetworkSettings").set("Networks", object.at("/NetworkSettings/Networks"));
    summary.putArray("Mounts");
    return summary;
  }

  // images

  private EngineReply images(RecordedRequest request, String[] path) throws IOException {
    String last = path[path.length - 1];
    if (path.length == 2) {
      return switch (last) {
        case "json" -> listed(images);
        case "create" -> pulled(request);
        case "load" ->
            chunks("application/json", "", line("{\"stream\":\"Loaded image: loaded:1\\n\"}"));
        case "get" ->
            chunks("application/x-tar", "", TarNotation.archive("file manifest.json = []"));
        case "prune" -> json(200, "{\"ImagesDeleted\":[],\"SpaceReclaimed\":0}");
        case "search" -> json(200, "[]");
        default -> deletedImage(last);
      };
    }
    boolean action =
        List.of("json", "history", "tag", "get", "push", "attestations").contains(last);
    String name =
        String.join("/", List.of(path).subList(1, action ? path.length - 1 : path.length));
    Optional<ObjectNode> image = findImage(decode(name));
    if (image.isEmpty()) {
      return message(404, "No such image: " + decode(name));
    }
    return switch (action ? last : "") {
      case "json" -> new EngineReply.Json(200, image.get());
      case "history" ->
          json(
              200,
              "[{\"Id\":\"<missing>\",\"Created\":1,\"CreatedBy\":\"RUN true\",\"Tags\":[\"foreign/secret:1\"],\"Size\":0,\"Comment\":\"\"}]");
      case "tag" -> {
        addTag(
            image.get(),
            parameter(request, "repo").orElse("")
                + ":"
                + parameter(request, "tag").orElse("latest"));
        yield new EngineReply.Empty(201);
      }
      case "get" -> chunks("application/x-tar", "", TarNotation.archive("file manifest.json = []"));
      case "push" -> chunks("application/json", "", line("{\"status\":\"pushed\"}"));
      default -> deletedImage(decode(name));
    };
  }

  private static EngineReply deletedImage(String name) throws IOException {
    return json(200, "[{\"Untagged\":\"" + name + "\"}]");
  }

  private EngineReply pulled(RecordedRequest request) {
    String name = parameter(request, "fromImage").orElse("imported");
    String tag = parameter(request, "tag").orElse("latest");
    image("sha256:" + newId("a"), name + ":" + tag);
    return chunks("application/json", "", line("{\"status\":\"Status: Downloaded newer image\"}"));
  }

  private EngineReply build(RecordedRequest request, String[] path) throws IOException {
    if (path.length > 1) {
      return json(200, "{\"CachesDeleted\":null,\"SpaceReclaimed\":0}");
    }
    String id = "sha256:" + newId("b");
    image(id, parameters(request, "t").toArray(String[]::new));
    return chunks(
        "application/json",
        "",
        line("{\"stream\":\"Step 1/1 : FROM scratch\\n\"}"),
        line("{\"aux\":{\"ID\":\"" + id + "\"}}"),
        line("{\"stream\":\"Successfully built " + id.substring(7, 19) + "\\n\"}"));
  }

  private EngineReply committed(RecordedRequest request) {
    String id = "sha256:" + newId("d");
    image(
        id,
        parameter(request, "repo").orElse("none")
            + ":"
            + parameter(request, "tag").orElse("latest"));
    return new EngineReply.Json(201, JSON.createObjectNode().put("Id", id));
  }

  private void image(String id, String... tags) {
    ObjectNode image =
        JSON.createObjectNode()
            .put("Id", id)
            .put("ParentId", "")
            .put("Created", 1_767_225_600)
            .put("Size", 1)
            .put("SharedSize", -1)
            .put("Containers", -1)
            .put("Architecture", "amd64")
            .put("Os", "linux");
    image.putArray("RepoTags");
    image.putArray("RepoDigests");
    ObjectNode config = image.putObject("Config");
    config.putObject("Labels");
    config.putArray("Env").add("PATH=/bin");
    if (tags.length > 0 && tags[0].contains("onbuild")) {
      config.putArray("OnBuild").add("ADD http://outside.example/x /x");
    }
    image.putObject("Labels");
    images.put(id, image);
    for (String tag : tags) {
      addTag(image, tag);
    }
  }

  private static void addTag(ObjectNode image, String tag) {
    ((ArrayNode) image.path("RepoTags")).add(tag);
  }

  private Optional<ObjectNode> findImage(String reference) {
    String tagged =
        reference.lastIndexOf(':') > reference.lastIndexOf('/') ? reference : reference + ":latest";
    return images.values().stream()
        .filter(image ->
            image.path("Id").asText().equals(reference)
                || image.path("Id").asText().substring(7).startsWith(reference)
                || texts(image.path("RepoTags")).contains(tagged))
        .findFirst();
  }

  private static List<String> texts(JsonNode array) {
    List<String> texts = new ArrayList<>();
    for (Iterator<JsonNode> i = array.elements(); i.hasNext(); ) {
      texts.add(i.next().asText());
    }
    return texts;
  }

  // networks and volumes

  private EngineReply networks(RecordedRequest request, String[] path) throws IOException {
    if (path.length == 1) {
      return listed(networks);
    }
    if (path[1].equals("create")) {
      JsonNode body = JSON.readTree(request.body());
      String id = newId("9");
      network(id, body.path("Name").asText(), body.path("Driver").asText("bridge"))
          .setAll(fields(body));
      return new EngineReply.Json(201, JSON.createObjectNode().put("Id", id).put("Warning", ""));
    }
    if (path[1].equals("prune")) {
      return json(200, "{\"NetworksDeleted\":[]}");
    }
    Optional<ObjectNode> network = find(networks, path[1]);
    if (network.isEmpty()) {
      return message(404, "network " + path[1] + " not found");
    }
    if (path.length > 2) {
      return new EngineReply.Empty(200);
    }
    return request.method().equals("DELETE")
        ? remove(networks, network.get())
        : new EngineReply.Json(200, network.get());
  }

  private ObjectNode network(String id, String name, String driver) {
    ObjectNode network =
        JSON.createObjectNode()
            .put("Id", id)
            .put("Name", name)
            .put("Driver", driver)
            .put("Scope", "local")
            .put("Created", "2026-01-01T00:00:00.000000000Z");
    network.putObject("Labels");
    network.putObject("Options");
    network.putObject("Containers").putObject(FOREIGN_CONTAINER).put("Name", "foreign-db");
    networks.put(id, network);
    return network;
  }

  private EngineReply volumes(RecordedRequest request, String[] path) throws IOException {
    if (path.length == 1) {
      ObjectNode list = JSON.createObjectNode();
      volumes.values().forEach(list.putArray("Volumes")::add);
      list.putArray("Warnings");
      return new EngineReply.Json(200, list);
    }
    if (path[1].equals("create")) {
      ObjectNode body = (ObjectNode) JSON.readTree(request.body());
      String name = body.path("Name").asText();
      name = name.isEmpty() ? newId("5") : name;
      ObjectNode known = volumes.get(name);
      return new EngineReply.Json(201, known == null ? volume(name, body) : known);
    }
    if (path[1].equals("prune")) {
      return json(200, "{\"VolumesDeleted\":[],\"SpaceReclaimed\":0}");
    }
    ObjectNode volume = volumes.get(decode(path[1]));
    if (volume == null) {
      return message(404, "get " + path[1] + ": no such volume");
    }
    if (request.method().equals("DELETE")) {
      volumes.remove(decode(path[1]));
      return new EngineReply.Empty(204);
    }
    return new EngineReply.Json(200, volume);
  }

  private ObjectNode volume(String name, ObjectNode created) {
    ObjectNode volume =
        JSON.createObjectNode()
            .put("Name", name)
            .put("Driver", "local")
            .put("Scope", "local")
            .put("CreatedAt", "2026-01-01T00:00:00Z")
            .put("Mountpoint", "/var/lib/docker/volumes/" + name + "/_data");
    volume.set("Labels", created.path("Labels").isObject() ? created.path("Labels") : null);
    volume.set(
        "Options", created.path("DriverOpts").isObject() ? created.path("DriverOpts") : null);
    volumes.put(name, volume);
    return volume;
  }

  // system

  private EngineReply events(RecordedRequest request) {
    List<byte[]> lines = new ArrayList<>();
    for (ObjectNode container : containers.values()) {
      ObjectNode event =
          JSON.createObjectNode()
              .put("status", "start")
              .put("id", container.path("Id").asText())
              .put("from", container.at("/Config/Image").asText())
              .put("Type", "container")
              .put("Action", "start")
              .put("scope", "local")
              .put("time", 1_767_225_600)
              .put("timeNano", 1_767_225_600_000_000_000L);
      ObjectNode actor = event.putObject("Actor").put("ID", container.path("Id").asText());
      ObjectNode attributes = actor.putObject("Attributes");
      attributes.setAll(fields(container.at("/Config/Labels")));
      attributes.put("name", container.path("Name").asText().substring(1));
      lines.add(line(event.toString()));
    }
    lines.add(
        line(
            "{\"Type\":\"volume\",\"Action\":\"create\",\"Actor\":{\"ID\":\"foreign-vol\",\"Attributes\":{\"driver\":\"local\"}},\"scope\":\"local\",\"time\":1,\"timeNano\":1}"));
    boolean endless = parameter(request, "until").isEmpty();
    return new EngineReply.Stream("application/json", "", endless ? List.of() : lines, endless);
  }

  private EngineReply diskUsage() {
    ObjectNode usage = JSON.createObjectNode().put("LayersSize", 1);
    images.values().forEach(usage.putArray("Images")::add);
    ArrayNode list = usage.putArray("Containers");
    containers.values().forEach(c -> list.add(summary(c)));
    volumes.values().forEach(usage.putArray("Volumes")::add);
    usage.putArray("BuildCache").addObject().put("ID", SECRET).put("Size", 1);
    return new EngineReply.Json(200, usage);
  }

  // shared

  private EngineReply listed(Map<String, ObjectNode> objects) {
    ArrayNode list = JSON.createArrayNode();
    objects.values().forEach(o -> list.add(summary(o)));
    return new EngineReply.Json(200, list);
  }

  private static Optional<ObjectNode> find(Map<String, ObjectNode> objects, String reference) {
    return objects.values().stream()
        .filter(o ->
            o.path("Id").asText().startsWith(reference)
                || o.path("Name").asText().replaceFirst("^/", "").equals(reference))
        .findFirst();
  }

  private static EngineReply remove(Map<String, ObjectNode> objects, ObjectNode object) {
    objects.remove(object.path("Id").asText());
    return new EngineReply.Empty(204);
  }

  private String newId(String kind) {
    return kind + String.format(Locale.ROOT, "%063x", ++serial);
  }

  private static Optional<String> parameter(RecordedRequest request, String key) {
    return parameters(request, key).stream().findFirst();
  }

  private static List<String> parameters(RecordedRequest request, String key) {
    List<String> values = new ArrayList<>();
    for (String pair : request.query().split("&", -1)) {
      if (pair.startsWith(key + "=")) {
        values.add(decode(pair.substring(key.length() + 1)));
      }
    }
    return values;
  }

  private static String decode(String text) {
    return URLDecoder.decode(text, UTF_8);
  }

  private static EngineReply json(int status, String body) throws IOException {
    return new EngineReply.Json(status, JSON.readTree(body));
  }

  private static EngineReply message(int status, String message) {
    return new EngineReply.Json(status, JSON.createObjectNode().put("message", message));
  }

  private static EngineReply chunks(String type, String fields, byte[]... chunks) {
    return new EngineReply.Stream(type, fields, List.of(chunks), false);
  }

  private static byte[] line(String json) {
    return BodyNotation.utf8(json + "\n");
  }

  /// A frame of Docker's multiplexed stream.
  static byte[] frame(int stream, byte[] payload) {
    return ByteBuffer.allocate(8 + payload.length)
        .put((byte) stream)
        .position(4)
        .putInt(payload.length)
        .put(payload)
        .array();
  }
}
