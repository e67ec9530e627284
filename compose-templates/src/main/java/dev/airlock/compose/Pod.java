package dev.airlock.compose;

import dev.airlock.compose.Service.Attachment;
import dev.airlock.compose.Service.Confinement;
import dev.airlock.compose.Service.EnvironmentValue;
import dev.airlock.compose.Service.Life;
import dev.airlock.compose.Service.Program;
import dev.airlock.compose.SessionPlan.DockerPlan;
import dev.airlock.compose.SessionPlan.Limits;
import dev.airlock.compose.SessionPlan.NetworkPlan;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// The inert container that owns the network namespace of broker and workload, so that the broker
/// can die and come back.
///
/// It has the workload's uid and puts the files into the workload's home folder that clients expect
/// there; after that it only waits.
final class Pod {
  static final String NAME = "pod";
  private static final String WORKSPACE = "/mnt/workspace";
  private static final Limits LIMITS = new Limits(64L << 20, "", 256);

  private Pod() {}

  static Service service(SessionPlan plan, SessionTemplate.Volumes volumes) {
    return new Service(
        NAME,
        plan.names().pod(),
        plan.gatewayImage(),
        program(plan),
        new Confinement(plan.workspace().user(), List.of(), true, LIMITS),
        new Attachment.OwnNamespace(
            Map.of(
                switch (plan.network()) {
                  case NetworkPlan.Airlock _ -> SessionTemplate.AIRLOCK;
                  case NetworkPlan.Bridge _ -> SessionTemplate.BRIDGE;
                },
                List.of()),
            hosts(plan)),
        mounts(volumes),
        new Life(false, List.of(), List.of(), List.of()),
        SessionLabels.of(plan, NAME));
  }

  /// Compose makes only volumes that a service mounts: hence also those that the pod itself does
  /// not need.
  private static List<Mount> mounts(SessionTemplate.Volumes volumes) {
    List<Mount> mounts = new ArrayList<>(List.of(volumes.home().at(SessionPaths.HOME)));
    if (volumes.uses(volumes.run())) {
      mounts.add(volumes.run().at(SessionPaths.RUN).withoutCopy().asReadOnly());
    }
    if (volumes.uses(volumes.workspace())) {
      mounts.add(volumes.workspace().at(WORKSPACE).withoutCopy());
    }
    return mounts;
  }

  private static Program program(SessionPlan plan) {
    Map<String, EnvironmentValue> environment = new LinkedHashMap<>();
    StringBuilder script = new StringBuilder();
    int number = 0;
    for (Map.Entry<String, String> file : WorkloadEnvironment.homeFiles(plan).entrySet()) {
      String variable = "FILE_" + number++;
      environment.put(variable, new EnvironmentValue.Literal(file.getValue()));
      String path = SessionPaths.HOME + "/" + file.getKey();
      script.append("mkdir -p \"$(dirname %s)\"\n".formatted(path));
      script.append("printf %%s \"$%s\" >%s\n".formatted(variable, path));
    }
    script.append("exec sleep infinity\n");
    return new Program(List.of("sh", "-euc"), List.of(script.toString()), environment, "", false);
  }

  private static Map<String, String> hosts(SessionPlan plan) {
    return switch (plan.docker()) {
      case DockerPlan.None _, DockerPlan.Rootless _ -> Map.of();
      case DockerPlan.Sidecar _ -> Map.of("broker", "127.0.0.1");
      case DockerPlan.Embedded embedded ->
          Map.of("host.docker.internal", embedded.gatewayAddress());
    };
  }
}
