package dev.airlock.compose;

import dev.airlock.compose.SessionPlan.DockerPlan;
import dev.airlock.compose.SessionPlan.Isolation;
import dev.airlock.compose.SessionPlan.Limits;
import dev.airlock.compose.SessionPlan.NetworkPlan;
import dev.airlock.compose.SessionPlan.WorkloadPlan;
import dev.airlock.compose.SessionPlan.WorkspacePlan;
import java.util.List;

/// Session plans to test with; nothing in them is random.
final class Plans {
  static final NetworkPlan AIRLOCK =
      new NetworkPlan.Airlock(Isolation.ISOLATED_GATEWAY, List.of("example.org", "*.test:8443"));
  static final NetworkPlan OLD_AIRLOCK =
      new NetworkPlan.Airlock(Isolation.INHIBITED_IPV4, List.of());
  static final NetworkPlan BRIDGE = new NetworkPlan.Bridge();
  static final DockerPlan NONE = new DockerPlan.None();
  static final DockerPlan SIDECAR =
      new DockerPlan.Sidecar("/var/run/docker.sock", 998, List.of("postgres:*"));
  static final DockerPlan EMBEDDED =
      new DockerPlan.Embedded("/run/user/1000/sandbox/abcdefghij/run", "172.19.0.1");
  static final DockerPlan ROOTLESS = rootless("");
  static final DockerPlan ROOTLESS_KEPT = rootless("my-engine");

  private Plans() {}

  private static DockerPlan rootless(String volume) {
    return new DockerPlan.Rootless(
        "sandbox/engine:test", volume, new Limits(8L << 30, "1.5", 4096));
  }

  static SessionPlan plan(NetworkPlan network, DockerPlan docker) {
    return plan(network, docker, "/home/me/app", List.of("make", "test"));
  }

  static SessionPlan plan(
      NetworkPlan network, DockerPlan docker, String workspace, List<String> command) {
    return new SessionPlan(
        new SessionNames(new SessionId("abcdefghij")),
        "app",
        "4f3a1c:4711:1767225600000",
        network,
        docker,
        new WorkspacePlan(workspace, 1000, 1001),
        new WorkloadPlan(
            "sandbox/agent:test", true, command, false, new Limits(8L << 30, "1.5", 4096)),
        "sandbox/gateway:test");
  }
}
