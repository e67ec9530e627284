package dev.airlock.compose;

import dev.airlock.compose.Service.Attachment;
import dev.airlock.compose.Service.Confinement;
import dev.airlock.compose.Service.EnvironmentValue;
import dev.airlock.compose.Service.EnvironmentValue.Literal;
import dev.airlock.compose.Service.Life;
import dev.airlock.compose.Service.Program;
import dev.airlock.compose.Service.Walls;
import dev.airlock.compose.SessionPlan.DockerPlan;
import dev.airlock.compose.SessionPlan.NetworkPlan;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// The private engine: a Docker daemon that is never root.
///
/// Its daemon and all nested containers live in a network namespace inside its user namespace. What
/// they send leaves through ordinary sockets of its own in the pod's namespace, and what they
/// publish is an ordinary listener there: the workload's `localhost`.
///
/// SECURITY: the pod's namespace belongs to the machine's user namespace, in which no process here
/// has a capability: nothing that is nested can change the session's network.
final class RootlessEngine {
  static final String NAME = "engine";

  /// The user of the image, which owns the volumes that the engine makes; also the one that nested
  /// root is on the machine.
  private static final String USER = "1000:1000";

  private static final String RUNTIME_FOLDER = "/run/user/1000";
  private static final Life LIFE =
      new Life(true, List.of("test", "-e", SessionPaths.ENGINE_READY_FILE), List.of(), List.of());

  private RootlessEngine() {}

  static Service service(
      SessionPlan plan, DockerPlan.Rootless rootless, SessionTemplate.Volumes volumes) {
    return new Service(
        NAME,
        plan.names().engine(),
        rootless.image(),
        new Program(List.of(), List.of(), environment(plan), "", false),
        new Confinement(USER, List.of(), true, rootless.limits(), Walls.USER_NAMESPACE),
        new Attachment.Joined(Pod.NAME, plan.names().pod()),
        mounts(plan, volumes),
        LIFE,
        SessionLabels.of(plan, NAME));
  }

  private static Map<String, EnvironmentValue> environment(SessionPlan plan) {
    Map<String, EnvironmentValue> environment = new LinkedHashMap<>();
    environment.put("XDG_RUNTIME_DIR", new Literal(RUNTIME_FOLDER));
    switch (plan.network()) {
      case NetworkPlan.Bridge _ -> {}
      case NetworkPlan.Airlock _ -> {
        environment.put("HTTP_PROXY", new Literal(WorkloadEnvironment.PROXY_URL));
        environment.put("HTTPS_PROXY", new Literal(WorkloadEnvironment.PROXY_URL));
        environment.put("NO_PROXY", new Literal(WorkloadEnvironment.NO_PROXY));
      }
    }
    return environment;
  }

  private static List<Mount> mounts(SessionPlan plan, SessionTemplate.Volumes volumes) {
    String workspace = plan.workspace().path();
    List<Mount> mounts = new ArrayList<>();
    mounts.add(new Mount.Tmpfs("/tmp", 64L << 20));
    mounts.add(new Mount.Tmpfs(RUNTIME_FOLDER, 64L << 20));
    mounts.add(volumes.run().at(SessionPaths.RUN));
    mounts.add(volumes.engine().at(SessionPaths.ENGINE_DATA));
    mounts.add(volumes.device().at("/dev/net"));
    // What nested containers can mount: the same folders at the same paths as in the workload.
    mounts.add(new Mount.Bind(workspace, workspace, false));
    mounts.add(volumes.home().at(SessionPaths.HOME).withoutCopy());
    return mounts;
  }
}
