package dev.airlock.gateway;

import dev.airlock.gateway.Sidecar.Running;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;

/// The life of a sidecar's process: arguments, listening, `ready`, and a clean end at SIGTERM or
/// SIGINT.
final class SidecarProcess {
  static final int OK = 0;
  static final int FAILED = 1;
  static final int USAGE = 2;

  private final Sidecar sidecar;
  private final PrintStream out;
  private final PrintStream err;

  SidecarProcess(Sidecar sidecar, PrintStream out, PrintStream err) {
    this.sidecar = sidecar;
    this.out = out;
    this.err = err;
  }

  int run(List<String> words) {
    if (words.contains("--help") || words.contains("-h")) {
      Help.print(sidecar, out);
      return OK;
    }
    try {
      Arguments arguments = Arguments.parse(words, sidecar.flags());
      Optional<Path> readyFile = arguments.one(Flag.READY_FILE.name(), Path::of);
      serve(sidecar.start(arguments), readyFile);
      return OK;
    } catch (UsageException e) {
      for (Problems.Problem problem : e.problems()) {
        print(problem.message(), problem.hint());
      }
      return USAGE;
    } catch (IOException e) {
      print(
          "the " + sidecar.name() + " cannot start: " + e.getMessage(),
          "check that nobody else listens there and that its files can be written");
      return FAILED;
    }
  }

  private void serve(Running running, Optional<Path> readyFile) throws IOException {
    AtomicBoolean stopping = new AtomicBoolean();
    try (running) {
      Thread onSignal = new Thread(() -> stop(running, stopping), "stop");
      Runtime.getRuntime().addShutdownHook(onSignal);
      if (readyFile.isPresent()) {
        Files.writeString(readyFile.get(), "");
      }
      out.println("ready");
      out.flush();
      running.awaitTermination();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void stop(Running running, AtomicBoolean stopping) {
    if (!stopping.compareAndSet(false, true)) {
      return;
    }
    int status = OK;
    try {
      running.close();
    } catch (IOException e) {
      print("the " + sidecar.name() + " did not stop cleanly: " + e.getMessage(), "none needed");
      status = FAILED;
    }
    out.flush();
    err.flush();
    // A stop that was asked for is a success; the machine would say 143.
    Runtime.getRuntime().halt(status);
  }

  private void print(String message, String hint) {
    err.println("sandbox: error: " + message);
    err.println("sandbox: hint: " + hint);
  }
}
