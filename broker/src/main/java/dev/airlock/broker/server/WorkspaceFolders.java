package dev.airlock.broker.server;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.airlock.broker.inspect.Effect;
import dev.airlock.broker.inspect.UpstreamRequest;
import dev.airlock.broker.policy.BrokerPolicy;
import dev.airlock.broker.policy.Owner;
import dev.airlock.broker.policy.Workspace;
import dev.airlock.broker.upstream.Daemon;
import dev.airlock.broker.upstream.Reply;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;

/// Makes the folders of the workspace that `docker run -v` would make on the host: a subpath of a
/// volume has to exist.
///
/// The engine makes them, in a container of the broker's own that has the workspace's volume and is
/// never started, so that links in the workspace are resolved inside of it.
final class WorkspaceFolders {
  private static final String MOUNTED_AT = "/workspace";
  private static final int BLOCK = 512;
  private static final int MAX_ANSWER = 64 * 1024;
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final System.Logger LOG = System.getLogger(WorkspaceFolders.class.getName());

  private final Daemon daemon;
  private final BrokerPolicy policy;
  private final InstantSource clock;

  WorkspaceFolders(Daemon daemon, BrokerPolicy policy, InstantSource clock) {
    this.daemon = requireNonNull(daemon, "daemon is null");
    this.policy = requireNonNull(policy, "policy is null");
    this.clock = requireNonNull(clock, "clock is null");
  }

  /// Makes what is missing for a container that was just created. One that cannot be made is
  /// logged: the container's start will fail on it.
  ///
  /// @param container the id of the container, whose image the helper uses
  void make(Effect.ContainerCreated created, String container) {
    if (created.folders().isEmpty()
        || !(policy.workspace() instanceof Workspace.Folder(String _, String volume, boolean _))) {
      return;
    }
    try {
      String image =
          daemon
              .get("/containers/" + container + "/json")
              .map(json -> json.path("Image").asText(""))
              .orElse("");
      String helper = post("/containers/create", helper(image, volume)).path("Id").asText("");
      try {
        for (String folder : created.folders()) {
          makeMissing(helper, folder);
        }
      } finally {
        send("DELETE", "/containers/" + helper + "?force=true&v=true", "", new byte[0]);
      }
    } catch (IOException e) {
      LOG.log(System.Logger.Level.WARNING, "folders of the workspace not made", e);
    }
  }

  private ObjectNode helper(String image, String volume) {
    ObjectNode body = JsonNodeFactory.instance.objectNode();
    body.put("Image", image);
    body.putArray("Entrypoint").add("/");
    body.putObject("Labels").put(Owner.SESSION_LABEL, policy.owner().sessionId());
    ObjectNode host = body.putObject("HostConfig").put("NetworkMode", "none");
    ObjectNode mount = host.putArray("Mounts").addObject();
    mount.put("Type", "volume").put("Source", volume).put("Target", MOUNTED_AT);
    mount.putObject("VolumeOptions").put("NoCopy", true);
    return body;
  }

  private void makeMissing(String helper, String folder) throws IOException {
    String existing = "";
    String[] names = folder.split("/", -1);
    int known = 0;
    while (known < names.length && exists(helper, existing + "/" + names[known])) {
      existing += "/" + names[known];
      known++;
    }
    for (; known < names.length; known++) {
      String target =
          "/containers/" + helper + "/archive?path=" + encode(MOUNTED_AT + existing + "/");
      send("PUT", target, "application/x-tar", folderArchive(names[known], clock.instant()));
      existing += "/" + names[known];
    }
  }

  private boolean exists(String helper, String path) throws IOException {
    String target = "/containers/" + helper + "/archive?path=" + encode(MOUNTED_AT + path);
    UpstreamRequest request =
        new UpstreamRequest("HEAD", target, Map.of(), new UpstreamRequest.NoContent());
    try (Reply reply = daemon.lookUp(request)) {
      return reply.isSuccess();
    }
  }

  private JsonNode post(String target, ObjectNode body) throws IOException {
    return send("POST", target, "application/json", JSON.writeValueAsBytes(body));
  }

  private JsonNode send(String method, String target, String type, byte[] body) throws IOException {
    UpstreamRequest request =
        new UpstreamRequest(
            method,
            target,
            type.isEmpty() ? Map.of() : Map.of("Content-Type", type),
            body.length == 0
                ? new UpstreamRequest.NoContent()
                : new UpstreamRequest.InMemory(body));
    try (Reply reply = daemon.lookUp(request)) {
      byte[] answer = reply.body().readNBytes(MAX_ANSWER);
      if (!reply.isSuccess()) {
        throw new IOException(method + " " + target + ": " + reply.head().status());
      }
      return answer.length == 0 ? MissingNode.getInstance() : JSON.readTree(answer);
    }
  }

  private static String encode(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  /// A tar archive with one folder in it, of uid 0, as the engine itself would make it.
  ///
  /// @throws IOException if the name is too long for an entry
  static byte[] folderArchive(String name, Instant modified) throws IOException {
    byte[] path = (name + "/").getBytes(StandardCharsets.UTF_8);
    if (path.length > 100) {
      throw new IOException("the name of a folder is longer than 99 bytes");
    }
    byte[] archive = new byte[3 * BLOCK];
    System.arraycopy(path, 0, archive, 0, path.length);
    put(archive, 100, "0000755");
    put(archive, 108, "0000000");
    put(archive, 116, "0000000");
    put(archive, 124, "00000000000");
    put(archive, 136, "%011o".formatted(modified.getEpochSecond()));
    put(archive, 156, "5");
    put(archive, 257, "ustar");
    put(archive, 263, "00");
    put(archive, 148, "        ");
    int sum = 0;
    for (int i = 0; i < BLOCK; i++) {
      sum += archive[i] & 0xff;
    }
    put(archive, 148, "%06o".formatted(sum));
    archive[154] = 0;
    return archive;
  }

  private static void put(byte[] archive, int offset, String text) {
    byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
    System.arraycopy(bytes, 0, archive, offset, bytes.length);
  }
}
