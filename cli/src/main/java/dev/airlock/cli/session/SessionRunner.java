package dev.airlock.cli.session;

import static java.util.Objects.requireNonNull;

import dev.airlock.cli.CliException;
import dev.airlock.cli.Console;
import dev.airlock.cli.Terminals;
import dev.airlock.cli.engine.Engine;
import dev.airlock.cli.engine.EngineLocator;
import dev.airlock.cli.setup.Images;
import dev.airlock.cli.setup.Setup;
import dev.airlock.cli.setup.SetupOptions;
import dev.airlock.compose.ComposeProject;
import dev.airlock.compose.SessionTemplate;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// From a request to a finished session: finds engine and images, plans, runs.
public final class SessionRunner {
  private final Map<String, String> environment;
  private final Console console;

  public SessionRunner(Map<String, String> environment, Console console) {
    this.environment = Map.copyOf(environment);
    this.console = requireNonNull(console, "console is null");
  }

  /// The workload's exit status.
  ///
  /// @param setup whether what is missing is installed and built first
  public int run(SessionRequest request, boolean setup, Timings timings) {
    // First: nothing is installed for a session that cannot be.
    WorkspaceFolder.require(request.workspace(), home(), "");
    Engine engine;
    Images images;
    Setup installer = setup(request);
    try (var _ = timings.start("engine")) {
      engine = setup ? installer.install(console) : locate();
    }
    try (var _ = timings.start("images")) {
      images = setup ? installer.buildImages(engine, console) : installer.require(engine);
    }
    SessionPlanner planner = new SessionPlanner(engine, images, request, home());
    try (EngineObjects objects = EngineObjects.of(engine)) {
      requireImages(objects, request);
      EngineVolume.require(objects, request);
      // Until here a signal just ends this process, and a set-up's programs with it: there is
      // nothing to clean up, and what a set-up has done so far is of use to the next.
      Signals signals = Signals.install();
      Thread pruning = pruneQuietly(objects);
      boolean terminal = Terminals.isInput() && Terminals.isOutput();
      int status =
          new Session(engine, objects, planner, request.audit(), console, timings)
              .run(terminal, signals, console::clearLine);
      join(pruning);
      return status;
    }
  }

  /// The project that `run` would start, but for the broker, which is a sidecar.
  public ComposeProject project(SessionRequest request) {
    Engine engine = locate();
    Images images = setup(request).require(engine);
    return SessionTemplate.project(new SessionPlanner(engine, images, request, home()).printed());
  }

  private Setup setup(SessionRequest request) {
    return new Setup(
        environment, SetupOptions.ofSession(request.docker() instanceof DockerChoice.Rootless));
  }

  private Engine locate() {
    return EngineLocator.locate(environment)
        .orElseThrow(
            () -> new CliException("no Docker engine found", "install one: sandbox setup"));
  }

  private Path home() {
    return Path.of(environment.getOrDefault("HOME", System.getProperty("user.home")));
  }

  private static void requireImages(EngineObjects objects, SessionRequest request) {
    List<String> named = new ArrayList<>();
    if (!request.image().isEmpty()) {
      named.add(request.image());
    }
    if (request.docker() instanceof DockerChoice.Rootless rootless) {
      named.addAll(rootless.images());
    }
    for (String image : named) {
      if (!objects.hasImage(image)) {
        throw new CliException(
            "image '" + image + "' is not on the engine", "fetch it first: docker pull " + image);
      }
    }
  }

  /// Sessions that were cut off earlier: their remains are no matter of this one's.
  private static Thread pruneQuietly(EngineObjects objects) {
    return Thread.ofVirtual()
        .name("prune")
        .start(() -> {
          try {
            new Pruner(objects, InstantSource.system()).prune();
          } catch (RuntimeException e) {
            // The next run, or 'sandbox prune', which does say what is wrong, tries again.
          }
        });
  }

  private static void join(Thread pruning) {
    try {
      pruning.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
