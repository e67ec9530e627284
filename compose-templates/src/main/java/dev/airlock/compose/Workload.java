package dev.airlock.compose;

import dev.airlock.compose.Service.Attachment;
import dev.airlock.compose.Service.Confinement;
import dev.airlock.compose.Service.Life;
import dev.airlock.compose.Service.Program;
import dev.airlock.compose.SessionPlan.DockerPlan;
import dev.airlock.compose.SessionPlan.NetworkPlan;
import java.util.ArrayList;
import java.util.List;

/// The container with the agent or command: the attacker.
final class Workload {
  static final String NAME = "workload";

  private Workload() {}

  static Service service(SessionPlan plan, SessionTemplate.Volumes volumes) {
    SessionPlan.WorkloadPlan workload = plan.workload();
    String path = plan.workspace().path();
    List<Mount> mounts = new ArrayList<>();
    mounts.add(new Mount.Bind(path, path, false));
    mounts.add(volumes.home().at(SessionPaths.HOME).withoutCopy());
    if (volumes.uses(volumes.run())) {
      Mount.OfVolume run = volumes.run().at(SessionPaths.RUN).withoutCopy().asReadOnly();
      mounts.add(run);
      if (!workload.linksDockerSocket()) {
        // Goes stale when the broker comes back; clients that obey DOCKER_HOST do not need it.
        mounts.add(
            new Mount.OfVolume(
                run.key(), run.name(), "/var/run/docker.sock", true, "docker.sock", false));
      }
    }
    return new Service(
        NAME,
        plan.names().workload(),
        workload.image(),
        new Program(
            List.of(),
            workload.command(),
            WorkloadEnvironment.variables(plan),
            path,
            workload.terminal()),
        // SECURITY: the workspace's owner and never a sidecar's uid; root only without
        // capabilities.
        new Confinement(plan.workspace().user(), List.of(), false, workload.limits()),
        new Attachment.Joined(Pod.NAME, plan.names().pod()),
        mounts,
        new Life(false, List.of(), List.of(NAME), sidecars(plan)),
        SessionLabels.of(plan, NAME));
  }

  private static List<String> sidecars(SessionPlan plan) {
    List<String> sidecars = new ArrayList<>();
    if (plan.network() instanceof NetworkPlan.Airlock) {
      sidecars.add(Sidecars.EGRESS);
    }
    if (plan.docker() instanceof DockerPlan.Sidecar) {
      sidecars.add(Sidecars.BROKER);
    }
    if (plan.docker() instanceof DockerPlan.Rootless) {
      sidecars.add(RootlessEngine.NAME);
    }
    return sidecars;
  }
}
