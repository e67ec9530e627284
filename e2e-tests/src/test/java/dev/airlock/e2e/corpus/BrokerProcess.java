package dev.airlock.e2e.corpus;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// The built command, run as a user would by hand.
///
/// `-Dcorpus.command` names another build's.
final class BrokerProcess implements Closeable {

  private final Process process;
  private final Path socket;

  /// Starts it and waits until it listens.
  BrokerProcess(Path socket, Path upstream, Path workspace, Path log, List<String> options)
      throws IOException {
    List<String> command =
        new ArrayList<>(
            List.of(
                System.getProperty("corpus.command", repository().resolve("sandbox").toString()),
                "broker",
                "--listen",
                "unix://" + socket,
                "--upstream",
                "unix://" + upstream,
                "--workspace",
                workspace.toString()));
    command.addAll(options);
    this.socket = socket;
    process = new ProcessBuilder(command).redirectError(log.toFile()).start();
    BufferedReader output = process.inputReader(UTF_8);
    String line = output.readLine();
    if (!"ready".equals(line)) {
      process.destroy();
      throw new IOException(
          "the broker said '" + line + "' and not 'ready'; see " + Files.readString(log));
    }
  }

  private static Path repository() {
    Path folder = Path.of("").toAbsolutePath();
    while (!Files.isExecutable(folder.resolve("sandbox"))) {
      folder = folder.getParent();
      if (folder == null) {
        throw new IllegalStateException("not run below a checkout that has ./sandbox");
      }
    }
    return folder;
  }

  Path socket() {
    return socket;
  }

  boolean isAlive() {
    return process.isAlive();
  }

  @Override
  public void close() throws IOException {
    process.destroy();
    try {
      if (!process.waitFor(10, TimeUnit.SECONDS)) {
        process.destroyForcibly();
        throw new IOException("the broker did not end within 10 s of SIGTERM");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
