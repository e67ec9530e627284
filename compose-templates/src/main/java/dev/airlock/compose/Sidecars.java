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

/// The egress proxy and the broker as containers: neither is root, has a capability or can write to
/// its own image.
final class Sidecars {
  static final String BROKER = "broker";
  static final String EGRESS = "egress";

  /// The variable by which the broker learns its secret owner label.
  static final String OWNER_KEY_VARIABLE = "SANDBOX_OWNER_KEY";

  private static final String AUDIT_TO_LOG = "/dev/stdout";
  private static final Limits LIMITS = new Limits(256L << 20, "", 512);
  private static final Mount TMP = new Mount.Tmpfs("/tmp", 16L << 20);
  private static final Life LIFE =
      new Life(true, List.of("test", "-e", SessionPaths.READY_FILE), List.of(), List.of());

  private Sidecars() {}

  static Service egress(
      SessionPlan plan, NetworkPlan.Airlock airlock, SessionTemplate.Volumes volumes) {
    List<Mount> mounts = new ArrayList<>(List.of(TMP));
    List<String> command =
        new ArrayList<>(
            List.of(
                EGRESS,
                "--listen=tcp://[::]:" + WorkloadEnvironment.EGRESS_PORT,
                "--ready-file=" + SessionPaths.READY_FILE,
                "--audit=" + AUDIT_TO_LOG,
                "--session=" + plan.names().id()));
    if (volumes.uses(volumes.names())) {
      mounts.add(volumes.names().at(SessionPaths.NAMES).asReadOnly());
      command.add("--names-file=" + SessionPaths.NAMES_FILE);
    }
    airlock.rules().forEach(rule -> command.add("--allow=" + rule));
    Map<String, List<String>> networks = new LinkedHashMap<>();
    networks.put(SessionTemplate.AIRLOCK, List.of(WorkloadEnvironment.EGRESS_ALIAS));
    networks.put(SessionTemplate.UPLINK, List.of());
    return new Service(
        EGRESS,
        plan.names().egress(),
        plan.gatewayImage(),
        new Program(List.of(), command, Map.of(), "", false),
        new Confinement(ReservedUsers.EGRESS + ":" + ReservedUsers.EGRESS, List.of(), true, LIMITS),
        new Attachment.OwnNamespace(networks, Map.of()),
        mounts,
        LIFE,
        SessionLabels.of(plan, EGRESS));
  }

  static Service broker(
      SessionPlan plan, DockerPlan.Sidecar sidecar, SessionTemplate.Volumes volumes) {
    List<Mount> mounts =
        new ArrayList<>(
            List.of(
                TMP,
                new Mount.Bind(sidecar.engineSocket(), SessionPaths.ENGINE_SOCKET, false),
                volumes.run().at(SessionPaths.RUN),
                volumes.spool().at(SessionPaths.SPOOL)));
    List<String> command = new ArrayList<>(brokerArguments(plan, sidecar));
    if (volumes.uses(volumes.names())) {
      mounts.add(volumes.names().at(SessionPaths.NAMES));
      command.add("--names-file=" + SessionPaths.NAMES_FILE);
    }
    return new Service(
        BROKER,
        plan.names().broker(),
        plan.gatewayImage(),
        new Program(
            List.of(),
            command,
            Map.of(OWNER_KEY_VARIABLE, new EnvironmentValue.Secret(OWNER_KEY_VARIABLE)),
            "",
            false),
        new Confinement(
            ReservedUsers.BROKER + ":" + ReservedUsers.BROKER,
            List.of(sidecar.engineGroup()),
            true,
            LIMITS),
        new Attachment.Joined(Pod.NAME, plan.names().pod()),
        mounts,
        LIFE,
        SessionLabels.of(plan, BROKER));
  }

  private static List<String> brokerArguments(SessionPlan plan, DockerPlan.Sidecar sidecar) {
    SessionNames names = plan.names();
    List<String> arguments =
        new ArrayList<>(
            List.of(
                BROKER,
                "--listen=unix://" + SessionPaths.SOCKET,
                "--listen=tcp://127.0.0.1:2375",
                "--listen=tcp://[::1]:2375",
                "--upstream=unix://" + SessionPaths.ENGINE_SOCKET,
                "--ready-file=" + SessionPaths.READY_FILE,
                "--audit=" + AUDIT_TO_LOG,
                "--session=" + names.id(),
                "--workspace=" + plan.workspace().path(),
                "--workspace-volume=" + names.workspaceVolume(),
                "--socket-volume=" + names.runVolume(),
                "--spool-dir=" + SessionPaths.SPOOL,
                "--pod=" + names.pod()));
    switch (plan.network()) {
      case NetworkPlan.Airlock airlock -> {
        arguments.add("--network=" + names.airlockNetwork());
        arguments.add("--proxy-url=" + WorkloadEnvironment.PROXY_URL);
        arguments.add("--no-proxy=" + WorkloadEnvironment.NO_PROXY);
        arguments.add("--egress=" + names.egress());
        airlock.rules().forEach(rule -> arguments.add("--allow=" + rule));
      }
      case NetworkPlan.Bridge _ -> arguments.add("--bridge=" + names.bridgeNetwork());
    }
    sidecar.allowedImages().forEach(image -> arguments.add("--allow-image=" + image));
    return arguments;
  }
}
