package dev.airlock.broker;

import com.fasterxml.jackson.databind.JsonNode;
import dev.airlock.broker.policy.Owner;
import java.io.IOException;

/// Containers of the fake daemon's, made through the broker.
final class Containers {
  static final String ID = "c1".repeat(32);
  static final String FOREIGN = "f0".repeat(32);

  private Containers() {}

  /// Has a session make a container, which the daemon then knows.
  ///
  /// @param hostConfig JSON with single quotes
  static void create(Rig rig, String name, String hostConfig) throws IOException {
    rig.daemon.json("GET /images/", 200, "{\"Id\":\"sha256:" + "ee".repeat(32) + "\"}");
    rig.daemon.json("POST /containers/create", 201, "{\"Id\":\"" + ID + "\",\"Warnings\":[]}");
    RawClient.Answer answer =
        rig.ask(
            "POST",
            "/v1.45/containers/create?name=" + name,
            ("{'Image':'sandbox/hello','HostConfig':" + hostConfig + "}").replace('\'', '"'));
    if (answer.status() != 201) {
      throw new AssertionError(answer.status() + " " + answer.body());
    }
  }

  static void create(Rig rig, String name) throws IOException {
    create(rig, name, "{}");
  }

  /// The labels that the broker sent with the last create.
  static JsonNode sentLabels(Rig rig) throws IOException {
    FakeDaemon.Request create =
        rig.daemon.requests().stream()
            .filter(request -> request.line().startsWith("POST /containers/create"))
            .reduce((first, second) -> second)
            .orElseThrow();
    return Rig.JSON.readTree(create.body()).path("Labels");
  }

  /// An inspect answer of the daemon's, on the airlock.
  static String inspected(Rig rig, boolean running, String address) throws IOException {
    return """
    {"Id":"%s","Name":"/web","State":{"Running":%s},"LogPath":"/var/lib/docker/containers/x.log",
     "HostConfig":{"NetworkMode":"%s","PortBindings":{}},
     "Config":{"Image":"sandbox/hello:latest","ExposedPorts":{"80/tcp":{}},"Labels":%s},
     "NetworkSettings":{"Ports":{},"Networks":{"%s":{"IPAddress":"%s"}}}}\
    """
        .formatted(ID, running, Rig.AIRLOCK, sentLabels(rig), Rig.AIRLOCK, address);
  }

  /// A list entry of the daemon's.
  static String listed(String id, String name, String labels) {
    return """
    {"Id":"%s","Names":["/%s"],"Image":"sandbox/hello:latest","Labels":%s,"State":"running",
     "Ports":[],"HostConfig":{"NetworkMode":"%s"},"NetworkSettings":{"Networks":{"%s":{}}},"Mounts":[]}\
    """
        .formatted(id, name, labels, Rig.AIRLOCK, Rig.AIRLOCK);
  }

  static String ownLabel() {
    return "{\"" + Owner.OWNER_LABEL + "\":\"" + Rig.OWNER.secret() + "\",\"mine\":\"yes\"}";
  }
}
