package dev.airlock.cli.setup;

import dev.airlock.cli.CliException;
import dev.airlock.cli.Progress;
import dev.airlock.cli.engine.DockerTools;
import dev.airlock.cli.engine.Engine;
import dev.airlock.cli.engine.EngineLocator;
import dev.airlock.cli.engine.EngineSearch;
import dev.airlock.cli.engine.PrivatePrefix;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Undoes a set-up.
final class Removal {
  private final Map<String, String> environment;
  private final PrivatePrefix prefix;
  private final Progress progress;

  Removal(Map<String, String> environment, PrivatePrefix prefix, Progress progress) {
    this.environment = environment;
    this.prefix = prefix;
    this.progress = progress;
  }

  boolean run() throws IOException {
    boolean images = engine().map(this::removeImages).orElse(false);
    boolean engine = removePrivateEngine();
    return images || engine;
  }

  private Optional<Engine> engine() {
    try {
      return EngineSearch.search(environment) instanceof EngineSearch.Found found
              && DockerTools.find(environment).isPresent()
          ? Optional.of(EngineLocator.withTools(found, environment))
          : Optional.empty();
    } catch (CliException e) {
      progress.say("no images are removed: " + e.getMessage());
      return Optional.empty();
    }
  }

  private boolean removeImages(Engine engine) {
    if (engine.host().equals(prefix.host())) {
      stopEverything(engine);
      return false; // they go with the engine's data
    }
    List<String> tags =
        docker(
                engine,
                List.of(
                    "image",
                    "ls",
                    "--filter",
                    "label=" + ImageBuilder.LABEL,
                    "--format",
                    "{{.Repository}}:{{.Tag}}"))
            .stream()
            .filter(tag -> tag.startsWith("sandbox/"))
            .toList();
    if (tags.isEmpty()) {
      return false;
    }
    progress.step("removing " + tags.size() + " images");
    List<String> command = new ArrayList<>(List.of(engine.dockerCli().toString(), "image", "rm"));
    command.addAll(tags);
    Tool.Outcome outcome = new Tool(engine.environment(), _ -> {}).run(command);
    if (!outcome.succeeded()) {
      throw SetupFailures.of(
          "removing images failed", outcome, "end the sessions that use them: 'sandbox prune'");
    }
    progress.say("removed the images " + String.join(", ", tags));
    return true;
  }

  /// The private engine's containers and networks: what they hold on the host ends with them.
  private static void stopEverything(Engine engine) {
    List<String> containers = docker(engine, List.of("container", "ls", "--all", "--quiet"));
    if (!containers.isEmpty()) {
      List<String> arguments = new ArrayList<>(List.of("container", "rm", "--force"));
      arguments.addAll(containers);
      docker(engine, arguments);
    }
    docker(engine, List.of("network", "prune", "--force"));
  }

  private static List<String> docker(Engine engine, List<String> arguments) {
    List<String> command = new ArrayList<>(List.of(engine.dockerCli().toString()));
    command.addAll(arguments);
    return Tool.lines(engine.environment(), command);
  }

  private boolean removePrivateEngine() throws IOException {
    boolean there = Files.exists(prefix.folder());
    new PrivateDaemon(environment, prefix).stop(progress);
    HostNetwork.restore(
        PrivateParts.withSystemPath(environment), prefix.folder().resolve("host-network.json"));
    new PrivateParts(environment, prefix, progress).systemPackages().removeAll();
    if (there) {
      progress.step("removing '" + prefix.folder() + "'");
    }
    Folders.delete(prefix.runtime());
    Folders.delete(prefix.folder());
    Folders.delete(prefix.folder().resolveSibling("build"));
    if (there) {
      progress.say("removed '" + prefix.folder() + "'");
    }
    return there;
  }
}
