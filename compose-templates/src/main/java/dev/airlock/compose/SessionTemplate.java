package dev.airlock.compose;

import dev.airlock.compose.ComposeProject.Network;
import dev.airlock.compose.ComposeProject.Volume;
import dev.airlock.compose.SessionPlan.DockerPlan;
import dev.airlock.compose.SessionPlan.Isolation;
import dev.airlock.compose.SessionPlan.NetworkPlan;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Makes the Compose project of a session: its networks, volumes and, by {@link Sidecars} and
/// {@link Workload}, its services.
public final class SessionTemplate {
  static final String AIRLOCK = "airlock";
  static final String UPLINK = "uplink";
  static final String BRIDGE = "net";

  private SessionTemplate() {}

  public static ComposeProject project(SessionPlan plan) {
    Volumes volumes = Volumes.of(plan);
    List<Service> services = new ArrayList<>();
    services.add(Pod.service(plan, volumes));
    if (plan.network() instanceof NetworkPlan.Airlock airlock) {
      services.add(Sidecars.egress(plan, airlock, volumes));
    }
    if (plan.docker() instanceof DockerPlan.Sidecar sidecar) {
      services.add(Sidecars.broker(plan, sidecar, volumes));
    }
    if (plan.docker() instanceof DockerPlan.Rootless rootless) {
      services.add(RootlessEngine.service(plan, rootless, volumes));
    }
    services.add(Workload.service(plan, volumes));
    return new ComposeProject(plan.names().project(), services, networks(plan), volumes.needed());
  }

  /// The workload alone, for `docker run`.
  public static Service workload(SessionPlan plan) {
    return Workload.service(plan, Volumes.of(plan));
  }

  private static List<Network> networks(SessionPlan plan) {
    return switch (plan.network()) {
      case NetworkPlan.Airlock airlock ->
          List.of(
              new Network(
                  AIRLOCK,
                  plan.names().airlockNetwork(),
                  false,
                  true,
                  airlock.isolation() == Isolation.ISOLATED_GATEWAY,
                  isolation(airlock.isolation()),
                  SessionLabels.of(plan, AIRLOCK)),
              new Network(
                  UPLINK,
                  plan.names().uplinkNetwork(),
                  false,
                  false,
                  false,
                  Map.of(),
                  SessionLabels.of(plan, UPLINK)));
      case NetworkPlan.Bridge _ ->
          List.of(
              new Network(
                  BRIDGE,
                  plan.names().bridgeNetwork(),
                  plan.docker() instanceof DockerPlan.Embedded,
                  false,
                  false,
                  Map.of(),
                  SessionLabels.of(plan, BRIDGE)));
    };
  }

  /// SECURITY: `internal` alone leaves the bridge's gateway address on the host, and with it every
  /// service of the host that listens on all addresses.
  private static Map<String, String> isolation(Isolation isolation) {
    Map<String, String> options = new LinkedHashMap<>();
    options.put("com.docker.network.bridge.inhibit_ipv4", "true");
    switch (isolation) {
      case ISOLATED_GATEWAY -> {
        options.put("com.docker.network.bridge.gateway_mode_ipv4", "isolated");
        options.put("com.docker.network.bridge.gateway_mode_ipv6", "isolated");
      }
      case INHIBITED_IPV4 -> {}
    }
    return options;
  }

  /// The session's volumes; which of them it needs follows from the plan.
  record Volumes(
      Volume home,
      Volume run,
      Volume names,
      Volume workspace,
      Volume spool,
      Volume engine,
      Volume device,
      List<Volume> needed) {

    static Volumes of(SessionPlan plan) {
      SessionNames names = plan.names();
      String socketFolder =
          plan.docker() instanceof DockerPlan.Embedded embedded ? embedded.socketFolder() : "";
      Volume home = volume(plan, "home", names.homeVolume(), "");
      Volume run = volume(plan, "run", names.runVolume(), socketFolder);
      Volume shared = volume(plan, "names", names.namesVolume(), "");
      Volume workspace =
          volume(plan, "workspace", names.workspaceVolume(), plan.workspace().path());
      Volume spool = volume(plan, "spool", names.spoolVolume(), "");
      Volume engine =
          plan.docker() instanceof DockerPlan.Rootless rootless && !rootless.volume().isEmpty()
              ? new Volume("engine", rootless.volume(), true, "", Map.of())
              : volume(plan, "engine", names.engineVolume(), "");
      Volume device = volume(plan, "device", names.deviceVolume(), "");
      List<Volume> needed = new ArrayList<>(List.of(home));
      switch (plan.docker()) {
        case DockerPlan.None _ -> {}
        case DockerPlan.Embedded _ -> needed.addAll(List.of(run, workspace));
        case DockerPlan.Sidecar _ -> {
          needed.addAll(List.of(run, workspace, spool));
          if (plan.network() instanceof NetworkPlan.Airlock) {
            needed.add(shared);
          }
        }
        case DockerPlan.Rootless _ -> needed.addAll(List.of(run, engine, device));
      }
      return new Volumes(home, run, shared, workspace, spool, engine, device, List.copyOf(needed));
    }

    boolean uses(Volume volume) {
      return needed.contains(volume);
    }

    private static Volume volume(SessionPlan plan, String key, String name, String boundFolder) {
      return new Volume(key, name, false, boundFolder, SessionLabels.of(plan, key));
    }
  }
}
