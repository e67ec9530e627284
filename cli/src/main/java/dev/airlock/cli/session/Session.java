package dev.airlock.cli.session;

import static java.util.Objects.requireNonNull;

import com.github.dockerjava.api.model.Network;
import dev.airlock.cli.CliException;
import dev.airlock.cli.Progress;
import dev.airlock.cli.engine.Engine;
import dev.airlock.compose.ComposeYaml;
import dev.airlock.compose.SessionNames;
import dev.airlock.compose.SessionPaths;
import dev.airlock.compose.SessionPlan;
import dev.airlock.compose.SessionPlan.DockerPlan;
import dev.airlock.compose.SessionPlan.NetworkPlan;
import dev.airlock.compose.SessionTemplate;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// One session from its start to its removal, which follows the workload's end whatever happened.
public final class Session {
  private static final String OWNER_KEY_VARIABLE = "SANDBOX_OWNER_KEY";
  private static final int OWNER_KEY_BYTES = 32;
  private static final long SIDECAR_CHECK_MILLIS = 500;

  private final Engine engine;
  private final EngineObjects objects;
  private final SessionPlanner planner;
  private final Progress progress;
  private final Timings timings;
  private final String auditPath;

  public Session(
      Engine engine,
      EngineObjects objects,
      SessionPlanner planner,
      String auditPath,
      Progress progress,
      Timings timings) {
    this.engine = requireNonNull(engine, "engine is null");
    this.objects = requireNonNull(objects, "objects is null");
    this.planner = requireNonNull(planner, "planner is null");
    this.auditPath = requireNonNull(auditPath, "auditPath is null");
    this.progress = requireNonNull(progress, "progress is null");
    this.timings = requireNonNull(timings, "timings is null");
  }

  /// Runs the workload and returns its exit status, or 128 and the number of the signal that came
  /// before it had begun.
  ///
  /// @param terminal whether the workload gets our terminal
  /// @param beforeWorkload is done when the terminal becomes the workload's
  public int run(boolean terminal, Signals signals, Runnable beforeWorkload) {
    signals.interrupt(Thread.currentThread());
    try (Parts parts = new Parts()) {
      try {
        SessionPlan plan = start(parts, terminal);
        beforeWorkload.run();
        try (var _ = timings.start("workload")) {
          return WorkloadRun.run(engine, SessionTemplate.workload(plan), signals);
        }
      } catch (InterruptedException e) {
        return 128 + signals.firstNumber().orElseThrow(() -> new IllegalStateException(e));
      } finally {
        signals.hold();
        // A signal that came too late for the start must not cut the clean-up short.
        boolean _ = Thread.interrupted();
        try (var _ = timings.start("clean-up")) {
          remove(parts);
        }
      }
    }
  }

  private SessionPlan start(Parts parts, boolean terminal) throws InterruptedException {
    SessionNames names = planner.names();
    if (!auditPath.isEmpty()) {
      parts.audit = AuditFile.open(auditPath);
    }
    DockerPlan docker = planner.embedsBroker() ? embed(parts) : planner.withoutEmbedding();
    SessionPlan plan = planner.held(docker, terminal);
    progress.step("starting session " + plan.name());
    try (var _ = timings.start("containers")) {
      ComposeUp.run(
          engine,
          names.project(),
          ComposeYaml.write(SessionTemplate.project(plan)),
          Map.of(OWNER_KEY_VARIABLE, ownerKey()));
    }
    try (var _ = timings.start("sidecars")) {
      followSidecars(parts, plan);
      awaitReady(parts, plan);
    }
    return plan;
  }

  private DockerPlan embed(Parts parts) {
    parts.folder = SessionFolder.create(planner.names().id());
    parts.broker = EmbeddedBroker.start(engine, objects, planner, parts.folder, auditPath);
    return parts.broker.plan();
  }

  private void followSidecars(Parts parts, SessionPlan plan) {
    if (parts.audit != null) {
      for (String sidecar : sidecars(plan)) {
        parts.audit.follow(objects, sidecar);
      }
    }
  }

  private void awaitReady(Parts parts, SessionPlan plan) throws InterruptedException {
    SessionNames names = plan.names();
    List<String> probes = new ArrayList<>();
    List<String> awaited = new ArrayList<>();
    int port = 0;
    if (plan.network() instanceof NetworkPlan.Airlock) {
      parts.host = HostAddresses.of(engine);
      Network airlock =
          objects.client().inspectNetworkCmd().withNetworkId(names.airlockNetwork()).exec();
      probes.addAll(parts.host.on(airlock));
      port = parts.host.port();
      awaited.add(names.egress() + "=egress:3128");
    }
    if (plan.docker() instanceof DockerPlan.Sidecar) {
      awaited.add(names.broker() + "=127.0.0.1:2375");
    }
    if (plan.docker() instanceof DockerPlan.Rootless) {
      awaited.add(names.engine() + "=" + SessionPaths.ENGINE_READY_FILE);
    }
    parts.gate = PodGate.open(objects, names.pod(), port, probes, awaited);
    requireNothingFound(await(parts.gate.ready(), services(plan)));
    parts.stopListening();
    EngineSeed.load(engine, objects, names.engine(), planner.seeds());
  }

  /// Waits for the pod's answer, and looks now and then whether a sidecar has crashed meanwhile.
  private List<String> await(CompletableFuture<List<String>> ready, List<String> services)
      throws InterruptedException {
    while (true) {
      try {
        return ready.get(SIDECAR_CHECK_MILLIS, TimeUnit.MILLISECONDS);
      } catch (TimeoutException stillWaiting) {
        for (String service : services) {
          if (!objects.isSteady(service).orElse(false)) {
            throw crashed(service);
          }
        }
      } catch (ExecutionException e) {
        throw e.getCause() instanceof CliException failure
            ? failure
            : new CliException(
                e,
                "the start-up check failed: " + e.getCause(),
                "the engine's own log may say more");
      }
    }
  }

  private CliException crashed(String service) {
    List<String> said = objects.lastLogLines(service);
    String reason = said.isEmpty() ? "" : ": " + said.getLast();
    if (said.size() > 1) {
      progress.say("'%s' said last:\n  %s".formatted(service, String.join("\n  ", said)));
    }
    return new CliException(
        "'" + service + "' did not start" + reason,
        "rebuild the images if they are not of this version: sandbox setup");
  }

  private void requireNothingFound(List<String> found) {
    List<String> reached =
        found.stream()
            .filter(line -> line.startsWith("reachable "))
            .map(line -> line.substring("reachable ".length()))
            .toList();
    if (!reached.isEmpty()) {
      throw new CliException(
          "the engine's machine answers inside the airlock at " + String.join(", ", reached),
          "this engine cannot isolate a network: use Docker 28 or newer");
    }
    if (!found.isEmpty()) {
      List<String> missing =
          found.stream().map(line -> line.substring("missing ".length())).toList();
      throw new CliException(
          "no answer in time from %s; last it said: %s"
              .formatted(
                  String.join(", ", missing),
                  String.join(" | ", objects.lastLogLines(missing.getFirst()))),
          "is the machine overloaded? Run it again, or see the engine's own log");
    }
  }

  /// What must not crash while the session starts.
  private static List<String> services(SessionPlan plan) {
    List<String> services = new ArrayList<>(sidecars(plan));
    if (plan.docker() instanceof DockerPlan.Rootless) {
      services.add(plan.names().engine());
    }
    return services;
  }

  /// Those whose output is decisions.
  private static List<String> sidecars(SessionPlan plan) {
    List<String> sidecars = new ArrayList<>();
    if (plan.network() instanceof NetworkPlan.Airlock) {
      sidecars.add(plan.names().egress());
    }
    if (plan.docker() instanceof DockerPlan.Sidecar) {
      sidecars.add(plan.names().broker());
    }
    return sidecars;
  }

  private void remove(Parts parts) {
    if (parts.audit != null) {
      parts.audit.finish(objects);
    }
    if (parts.broker != null) {
      parts.broker.close();
    }
    new Sweeper(objects).sweep(planner.names());
  }

  private static String ownerKey() {
    byte[] key = new byte[OWNER_KEY_BYTES];
    new SecureRandom().nextBytes(key);
    return HexFormat.of().formatHex(key);
  }

  /// What a session holds on this machine.
  private static final class Parts implements AutoCloseable {
    private @org.jspecify.annotations.Nullable SessionFolder folder;
    private @org.jspecify.annotations.Nullable EmbeddedBroker broker;
    private @org.jspecify.annotations.Nullable AuditFile audit;
    private @org.jspecify.annotations.Nullable HostAddresses host;
    private @org.jspecify.annotations.Nullable PodGate gate;

    /// The listener is there to be tried from inside, and nothing that is tried later may find it.
    void stopListening() {
      if (host != null) {
        host.close();
        host = null;
      }
    }

    @Override
    public void close() {
      if (gate != null) {
        gate.close();
      }
      stopListening();
      if (audit != null) {
        audit.close();
      }
      if (folder != null) {
        folder.close();
      }
    }
  }
}
