package dev.airlock.cli.session;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.airlock.cli.CliException;
import dev.airlock.cli.engine.Engine;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// A child `docker compose up` for a project that is given to it on standard input.
final class ComposeUp {
  private static final int LONGEST_REASON = 600;

  private ComposeUp() {}

  /// Returns when the containers are started; whether they are ready is asked elsewhere.
  ///
  /// @param secrets variables that the project takes from its environment
  static void run(Engine engine, String project, String yaml, Map<String, String> secrets)
      throws InterruptedException {
    // SECURITY: the workspace is half-trusted. Without an environment file and away from the
    // current folder Compose reads no .env of the workspace, and no COMPOSE_* of ours.
    ProcessBuilder builder =
        new ProcessBuilder(
            engine.dockerCli().toString(),
            "compose",
            "--ansi=never",
            "--progress=plain",
            "--env-file=/dev/null",
            "--project-directory=/",
            "--project-name=" + project,
            "--file=-",
            "up",
            "--detach",
            "--no-build",
            "--pull=never");
    builder.environment().clear();
    builder.environment().putAll(environment(engine, secrets));
    builder.redirectErrorStream(true);
    try {
      Process process = builder.start();
      try {
        String output = exchange(process, yaml);
        if (process.waitFor() != 0) {
          throw failed(output);
        }
      } finally {
        end(process);
      }
    } catch (IOException e) {
      throw new CliException(
          e,
          "cannot run '" + engine.dockerCli() + " compose'",
          "install Docker Compose 2, or let 'sandbox setup' do it");
    }
  }

  private static Map<String, String> environment(Engine engine, Map<String, String> secrets) {
    Map<String, String> environment = new TreeMap<>(engine.environment());
    environment.keySet().removeIf(name -> name.startsWith("COMPOSE_"));
    environment.putAll(secrets);
    return environment;
  }

  private static String exchange(Process process, String yaml) throws IOException {
    try (OutputStream in = process.getOutputStream()) {
      in.write(yaml.getBytes(UTF_8));
    }
    return new String(process.getInputStream().readAllBytes(), UTF_8);
  }

  /// Whatever it was doing, it is over before anything is removed.
  private static void end(Process process) {
    if (process.isAlive()) {
      process.destroyForcibly();
      process.onExit().join();
    }
  }

  private static CliException failed(String output) {
    List<String> lines = output.lines().filter(line -> !line.isBlank()).toList();
    String reason = lines.isEmpty() ? "it gave no reason" : lines.getLast().strip();
    String shown =
        reason.length() > LONGEST_REASON ? reason.substring(0, LONGEST_REASON) + "…" : reason;
    return new CliException("the session did not start: " + shown, hint(reason));
  }

  private static String hint(String reason) {
    if (reason.contains("no space left")) {
      return "free disk space where the engine keeps its data: docker system df";
    }
    if (reason.contains("No such image")) {
      return "build what is missing: sandbox setup";
    }
    if (reason.contains("predefined address pools")) {
      return "remove networks that nobody uses: docker network prune";
    }
    return "nothing was left behind; the engine's own log may say more";
  }
}
