package dev.airlock.benchmarks;

import dev.airlock.http1.Dialer;
import dev.airlock.http1.Endpoint;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// A process of this run; ended with it.
final class Child implements Closeable {
  private static final Duration READY_TIMEOUT = Duration.ofSeconds(30);
  private static final long POLL_MILLIS = 20;

  private final Process process;

  private Child(Process process) {
    this.process = process;
  }

  /// Starts it and waits until somebody listens at the endpoint.
  static Child start(List<String> command, Path log, Endpoint readyAt)
      throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile()).start();
    Child child = new Child(process);
    long deadline = System.nanoTime() + READY_TIMEOUT.toNanos();
    while (!answers(readyAt)) {
      if (!process.isAlive() || System.nanoTime() > deadline) {
        child.close();
        throw new IOException(
            "'" + String.join(" ", command) + "' did not start:\n" + Files.readString(log));
      }
      Thread.sleep(POLL_MILLIS);
    }
    return child;
  }

  private static boolean answers(Endpoint endpoint) {
    try {
      Dialer.connect(endpoint, Duration.ofSeconds(1)).close();
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  /// Resident memory of the process and what it started, in MiB.
  double residentMib() throws IOException {
    double sum = residentMib(process.pid());
    for (ProcessHandle each : process.descendants().toList()) {
      sum += residentMib(each.pid());
    }
    return sum;
  }

  private static double residentMib(long pid) throws IOException {
    for (String line : Files.readAllLines(Path.of("/proc", Long.toString(pid), "status"))) {
      if (line.startsWith("VmRSS:")) {
        return Long.parseLong(line.replaceAll("\\D", "")) / 1024.0;
      }
    }
    return 0;
  }

  @Override
  public void close() {
    process.destroy();
    try {
      if (!process.waitFor(5, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}
