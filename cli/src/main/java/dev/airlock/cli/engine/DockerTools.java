package dev.airlock.cli.engine;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The Docker CLI and its Compose plug-in: the user's, where they are there and new enough, else
/// ours.
///
/// @param cli the executable
/// @param variables what child processes need so that it finds the plug-ins
public record DockerTools(Path cli, Map<String, String> variables) {

  /// The first whose `--mount` knows subpaths of volumes.
  private static final int OLDEST_CLI = 26;

  private static final Pattern VERSION = Pattern.compile("version (\\d{1,4})\\.");
  private static final String COMPOSE = "docker-compose";
  private static final List<Path> SYSTEM_PLUGINS =
      List.of(
          Path.of("/usr/local/lib/docker/cli-plugins"),
          Path.of("/usr/local/libexec/docker/cli-plugins"),
          Path.of("/usr/lib/docker/cli-plugins"),
          Path.of("/usr/libexec/docker/cli-plugins"));

  public DockerTools {
    variables = Map.copyOf(variables);
  }

  /// The tools to use; empty where one is missing.
  public static Optional<DockerTools> find(Map<String, String> environment) {
    return usersOwn(environment).or(() -> ours(environment));
  }

  /// The tools in the private prefix.
  static Optional<DockerTools> ours(Map<String, String> environment) {
    PrivatePrefix prefix = PrivatePrefix.of(environment);
    if (!Files.isExecutable(prefix.plugin(COMPOSE))) {
      return Optional.empty();
    }
    return prefix
        .installedCli()
        .map(cli -> {
          Map<String, String> variables = new HashMap<>();
          variables.put("DOCKER_CONFIG", prefix.dockerConfig().toString());
          variables.put(
              "PATH",
              prefix.bin()
                  + File.pathSeparator
                  + environment.getOrDefault("PATH", "/usr/bin:/bin"));
          return new DockerTools(cli, variables);
        });
  }

  private static Optional<DockerTools> usersOwn(Map<String, String> environment) {
    return onPath(environment, "docker")
        .filter(cli ->
            pluginFolders(environment).stream()
                .anyMatch(folder -> Files.isExecutable(folder.resolve(COMPOSE))))
        .filter(cli -> majorVersion(cli) >= OLDEST_CLI)
        .map(cli -> new DockerTools(cli, Map.of()));
  }

  /// The executable of that name that a shell would run.
  public static Optional<Path> onPath(Map<String, String> environment, String name) {
    for (String folder : environment.getOrDefault("PATH", "").split(File.pathSeparator, -1)) {
      if (folder.startsWith("/")) {
        Path candidate = Path.of(folder, name);
        if (Files.isExecutable(candidate) && !Files.isDirectory(candidate)) {
          return Optional.of(candidate);
        }
      }
    }
    return Optional.empty();
  }

  private static List<Path> pluginFolders(Map<String, String> environment) {
    Path config = DockerContexts.of(environment).folder();
    List<Path> folders = new ArrayList<>(List.of(config.resolve("cli-plugins")));
    try {
      if (Files.exists(config.resolve("config.json"))) {
        JsonNode extra =
            new JsonMapper()
                .readTree(Files.readAllBytes(config.resolve("config.json")))
                .path("cliPluginsExtraDirs");
        extra.forEach(folder -> folders.add(Path.of(folder.asText())));
      }
    } catch (IOException e) {
      // Whoever needs something from an unreadable configuration says so; the other folders remain.
      folders.remove(null);
    }
    folders.addAll(SYSTEM_PLUGINS);
    return folders;
  }

  private static int majorVersion(Path cli) {
    try {
      Process process =
          new ProcessBuilder(cli.toString(), "--version")
              .redirectInput(ProcessBuilder.Redirect.from(new File("/dev/null")))
              .redirectError(ProcessBuilder.Redirect.DISCARD)
              .start();
      String output =
          new String(
              process.getInputStream().readNBytes(1000), java.nio.charset.StandardCharsets.UTF_8);
      if (!process.waitFor(10, TimeUnit.SECONDS)) {
        process.destroyForcibly();
        return 0;
      }
      Matcher version = VERSION.matcher(output);
      return version.find() ? Integer.parseInt(version.group(1)) : 0;
    } catch (IOException e) {
      return 0;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return 0;
    }
  }
}
