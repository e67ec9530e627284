package dev.airlock.cli.engine;

import dev.airlock.cli.CliException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/// Finds the engine a command talks to: `DOCKER_HOST`, the Docker context, the default sockets, and
/// last the private engine that `sandbox setup` installed.
public final class EngineLocator {
  private EngineLocator() {}

  /// The engine to use; empty where there is none at all.
  ///
  /// @throws CliException where one is named but does not answer, is too old, or the tools to speak
  ///   to it are missing
  public static Optional<Engine> locate(Map<String, String> environment) {
    return switch (EngineSearch.search(environment)) {
      case EngineSearch.Found found -> Optional.of(withTools(found, environment));
      case EngineSearch.Stopped _ ->
          throw new CliException(
              "the private Docker engine is installed but does not run",
              "start it with 'sandbox setup'");
      case EngineSearch.Nothing nothing when nothing.notes().isEmpty() -> Optional.empty();
      case EngineSearch.Nothing nothing ->
          throw new CliException(
              "no Docker engine: " + String.join("; ", nothing.notes()),
              "start it, or let 'sandbox setup' install a private one");
    };
  }

  /// An engine together with the tools that speak to it.
  ///
  /// @throws CliException if they are missing
  public static Engine withTools(EngineSearch.Found found, Map<String, String> environment) {
    // Our own engine comes with tools that fit; asking the user's for their version takes time.
    boolean ours = found.address().host().equals(PrivatePrefix.of(environment).host());
    DockerTools tools =
        (ours ? DockerTools.ours(environment) : Optional.<DockerTools>empty())
            .or(() -> DockerTools.find(environment))
            .orElseThrow(() ->
                new CliException(
                    "no Docker CLI of version 26 or newer with the Compose plug-in",
                    "install them, or let 'sandbox setup' put them into a private folder"));
    Map<String, String> variables = new HashMap<>(environment);
    // It would be asked for before DOCKER_HOST by some releases.
    variables.remove("DOCKER_CONTEXT");
    variables.putAll(tools.variables());
    variables.putAll(found.address().variables());
    variables.put("DOCKER_HOST", found.address().host());
    return new Engine(
        found.address().host(), found.version(), found.apiVersion(), tools.cli(), variables);
  }
}
