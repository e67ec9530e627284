package dev.airlock.benchmarks;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// How long a command takes from start to exit, when all is warm.
final class RunLoad {
  private RunLoad() {}

  /// Seconds.
  static double seconds(List<String> command) throws IOException, InterruptedException {
    long begin = System.nanoTime();
    Process process =
        new ProcessBuilder(command)
            .redirectInput(Path.of("/dev/null").toFile())
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    int status = process.waitFor();
    if (status != 0) {
      throw new IOException("'" + String.join(" ", command) + "' returned " + status);
    }
    return (System.nanoTime() - begin) / 1e9;
  }

  /// An image of the workload's on the engine that the Docker CLI talks to; empty if there is none.
  static Optional<String> agentImage() throws IOException, InterruptedException {
    try {
      Process process =
          new ProcessBuilder(
                  "docker", "image", "ls", "--format", "{{.Repository}}:{{.Tag}}", "sandbox/agent")
              .redirectError(ProcessBuilder.Redirect.INHERIT)
              .start();
      String output = new String(process.getInputStream().readAllBytes(), UTF_8);
      return process.waitFor() == 0 ? output.lines().findFirst() : Optional.empty();
    } catch (IOException e) {
      return Optional.empty(); // there is no Docker CLI
    }
  }
}
