package dev.airlock.cli.setup;

import com.fasterxml.jackson.databind.JsonNode;
import dev.airlock.cli.CliException;
import dev.airlock.cli.Progress;
import dev.airlock.cli.engine.EngineRequest;
import dev.airlock.cli.engine.PrivatePrefix;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;

/// The private engine as a process: started apart from this one, found again by its pid file.
final class PrivateDaemon {
  private static final Duration START_LIMIT = Duration.ofSeconds(60);
  private static final Duration STOP_LIMIT = Duration.ofSeconds(30);
  private static final Duration MEMBER_LIMIT = Duration.ofSeconds(5);
  private static final int LOG_LINES_SHOWN = 12;

  private final Map<String, String> environment;
  private final PrivatePrefix prefix;

  PrivateDaemon(Map<String, String> environment, PrivatePrefix prefix) {
    this.environment = PrivateParts.withSystemPath(environment);
    this.prefix = prefix;
  }

  /// Starts the engine and returns when it answers.
  ///
  /// @throws CliException with its last words if it ends or does not answer in time
  void start(Progress progress) throws IOException {
    progress.step("starting the private engine");
    HostNetwork.rememberOnce(environment, prefix.folder().resolve("host-network.json"));
    Files.createDirectories(
        prefix.runtime(),
        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx--x--x")));
    if (running().isEmpty()) {
      Files.deleteIfExists(prefix.pidFile());
    }
    ProcessBuilder builder =
        new ProcessBuilder(
                // A session of its own: Ctrl-C and the terminal's end are not for it.
                "setsid",
                prefix.bin().resolve("dockerd").toString(),
                "--data-root=" + prefix.dataRoot(),
                "--exec-root=" + prefix.execRoot(),
                "--pidfile=" + prefix.pidFile(),
                "--host=" + prefix.host(),
                // Not the group `docker`, if there is one: its members were not asked.
                "--group=0",
                "--log-level=warn")
            .directory(new File("/"))
            .redirectInput(new File("/dev/null"))
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.to(prefix.log().toFile()));
    builder.environment().clear();
    builder.environment().putAll(environment);
    builder.environment().merge("PATH", prefix.bin() + ":", (path, bin) -> bin + path);
    Process process = builder.start();
    JsonNode version = awaitAnswer(process);
    progress.say(
        "the private engine %s answers at '%s'"
            .formatted(version.path("Version").asText(), prefix.host()));
  }

  private JsonNode awaitAnswer(Process process) throws IOException {
    long deadline = System.nanoTime() + START_LIMIT.toNanos();
    while (System.nanoTime() < deadline) {
      if (Files.exists(prefix.socket())) {
        try {
          return EngineRequest.get(prefix.host(), "/version");
        } catch (IOException e) {
          // It binds its socket before it answers.
          if (!process.isAlive()) {
            throw died(process);
          }
        }
      }
      try {
        if (process.waitFor(50, TimeUnit.MILLISECONDS)) {
          throw died(process);
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        process.destroy();
        throw new CliException(
            e, "interrupted while the private engine started", "run 'sandbox setup' again");
      }
    }
    process.destroy();
    throw new CliException(
        "the private engine did not answer within %d s: %s"
            .formatted(START_LIMIT.toSeconds(), lastWords()),
        "its log is '" + prefix.log() + "'");
  }

  private CliException died(Process process) throws IOException {
    return new CliException(
        "the private engine ended at once with status %d: %s"
            .formatted(process.exitValue(), lastWords()),
        "its log is '" + prefix.log() + "'",
        "an engine needs a Linux kernel with cgroups, namespaces and overlay file systems, and the"
            + " rights of root");
  }

  private String lastWords() throws IOException {
    List<String> lines = Files.exists(prefix.log()) ? Files.readAllLines(prefix.log()) : List.of();
    return String.join(
        "\n  ", lines.subList(Math.max(0, lines.size() - LOG_LINES_SHOWN), lines.size()));
  }

  /// The engine's process, if it is there and really ours.
  Optional<ProcessHandle> running() throws IOException {
    if (!Files.exists(prefix.pidFile())) {
      return Optional.empty();
    }
    String pid = Files.readString(prefix.pidFile()).strip();
    if (!pid.matches("\\d{1,9}")) {
      return Optional.empty();
    }
    Path commandLine = Path.of("/proc", pid, "cmdline");
    // The number may have been given to another process since.
    return Files.exists(commandLine)
            && Files.readString(commandLine).contains("--data-root=" + prefix.dataRoot())
        ? ProcessHandle.of(Long.parseLong(pid))
        : Optional.empty();
  }

  /// Ends the engine and undoes its mounts.
  void stop(Progress progress) throws IOException {
    Optional<ProcessHandle> process = running();
    if (process.isPresent()) {
      progress.step("stopping the private engine");
      List<ProcessHandle> family = process.get().descendants().toList();
      process.get().destroy();
      await(process.get(), STOP_LIMIT);
      // They end with it, unless it was not able to say so.
      family.forEach(member -> await(member, MEMBER_LIMIT));
    }
    unmountAll();
  }

  private static void await(ProcessHandle process, Duration limit) {
    try {
      process.onExit().get(limit.toSeconds(), TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CliException(
          e, "interrupted while the private engine stopped", "run 'sandbox setup --remove' again");
    } catch (ExecutionException | TimeoutException e) {
      process.destroyForcibly();
    }
  }

  private void unmountAll() throws IOException {
    List<String> points;
    try (Stream<String> mounts = Files.lines(Path.of("/proc/self/mountinfo"))) {
      points =
          mounts
              .map(line -> line.split(" ", -1)[4])
              .filter(point ->
                  point.startsWith(prefix.folder() + "/")
                      || point.startsWith(prefix.runtime() + "/"))
              .sorted(Collections.reverseOrder())
              .toList();
    }
    Tool tool = new Tool(environment, _ -> {});
    points.forEach(point -> tool.run(List.of("umount", "-l", point)));
  }
}
