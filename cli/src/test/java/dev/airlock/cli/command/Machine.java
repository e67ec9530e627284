package dev.airlock.cli.command;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.airlock.cli.engine.RecordingEngine;
import dev.airlock.compose.images.ContextFile;
import dev.airlock.compose.images.ImageRecipes;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/// A user with a home folder, an engine and a Docker CLI, all of them made up, on which command
/// lines are run in this process; it knows what engine and CLI were asked to do.
final class Machine implements AutoCloseable {
  private static final String LIBRARY = "sandbox.lib";
  private static final String JAR = "sandbox-gateway-1.jar";
  private static final String DIGEST = "0".repeat(64);

  private final Path folder;
  private final RecordingEngine engine;
  private final Map<String, String> environment = new HashMap<>();

  private Machine(Path folder, RecordingEngine engine) {
    this.folder = folder;
    this.engine = engine;
  }

  /// With an engine that has our images.
  static Machine complete(Path folder) throws IOException {
    ImageRecipes recipes =
        ImageRecipes.of(
            Map.of(JAR, ContextFile.of(DIGEST, () -> new ByteArrayInputStream(new byte[0]))));
    return start(
        folder,
        "28.5.2",
        "1.51",
        recipes.all(false).stream()
            .flatMap(image -> Stream.of(image.reference(), image.image() + ":latest"))
            .toArray(String[]::new));
  }

  /// With an engine that has these images.
  static Machine start(Path folder, String version, String api, String... images)
      throws IOException {
    Path socket = folder.resolve("docker.sock");
    Machine machine = new Machine(folder, RecordingEngine.start(socket, version, api, images));
    Path library = Files.createDirectories(folder.resolve("dist/lib"));
    Files.writeString(library.resolve(JAR), "");
    Files.writeString(folder.resolve("dist/jars.sha256"), DIGEST + "  " + JAR + "\n");
    System.setProperty(LIBRARY, library.toString());
    Files.createDirectories(machine.home());
    Files.createDirectories(machine.workspace());
    machine.dockerSays("exit 1");
    machine.executable(machine.home().resolve(".docker/cli-plugins/docker-compose"), "exit 1");
    machine.environment.put("HOME", machine.home().toString());
    machine.environment.put("PATH", folder.resolve("bin").toString());
    machine.environment.put("DOCKER_HOST", "unix://" + socket);
    return machine;
  }

  /// How a command line ended, and what it printed.
  record Ended(int status, String out, String err) {}

  Ended run(String... words) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    int status =
        Main.run(
            List.of(words),
            environment,
            new PrintStream(out, true, UTF_8),
            new PrintStream(err, true, UTF_8));
    return new Ended(status, out.toString(UTF_8), err.toString(UTF_8));
  }

  /// Sets a variable of the user's environment.
  void set(String variable, String value) {
    environment.put(variable, value);
  }

  Path home() {
    return folder.resolve("home");
  }

  Path workspace() {
    return folder.resolve("work");
  }

  /// What the Docker CLI does, as a shell script, beside telling its version.
  void dockerSays(String script) throws IOException {
    executable(
        folder.resolve("bin/docker"),
        "[ \"$1\" = --version ] && { echo 'Docker version 28.5.2, build 1'; exit; }\n"
            + "echo \"$*\" >>'%s'\n".formatted(calls())
            + script);
  }

  /// What the engine was asked, one request line each.
  List<String> requests() {
    return engine.requests();
  }

  /// What the Docker CLI was called with, other than for its version.
  List<String> dockerCalls() throws IOException {
    return Files.exists(calls()) ? Files.readAllLines(calls()) : List.of();
  }

  private Path calls() {
    return folder.resolve("docker-calls");
  }

  private void executable(Path file, String script) throws IOException {
    Files.createDirectories(file.getParent());
    Files.writeString(file, "#!/bin/sh\n" + script + "\n");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  @Override
  public void close() throws IOException {
    System.clearProperty(LIBRARY);
    engine.close();
  }
}
