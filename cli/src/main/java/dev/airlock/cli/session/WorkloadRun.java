package dev.airlock.cli.session;

import dev.airlock.cli.CliException;
import dev.airlock.cli.engine.Engine;
import dev.airlock.compose.DockerRun;
import dev.airlock.compose.Service;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// The workload as a child `docker run`: its standard streams and terminal are this process's own.
///
/// With a terminal the child is in our process group and reads the keys itself. Without one it is
/// in a session of its own, so that a signal to our group reaches the workload once, through us. It
/// hears SIGHUP when this process ends without it (Linux: `PR_SET_PDEATHSIG`), and passes that on.
final class WorkloadRun {
  private static final Path SETSID = Path.of("/usr/bin/setsid");
  private static final Path SETPRIV = Path.of("/usr/bin/setpriv");

  private WorkloadRun() {}

  /// The workload's exit status.
  static int run(Engine engine, Service workload, Signals signals) throws InterruptedException {
    List<String> command = new ArrayList<>();
    if (Files.isExecutable(SETPRIV)) {
      command.addAll(List.of(SETPRIV.toString(), "--pdeathsig", "HUP", "--"));
    }
    if (!workload.program().terminal() && Files.isExecutable(SETSID)) {
      command.add(SETSID.toString());
    }
    command.add(engine.dockerCli().toString());
    command.addAll(DockerRun.arguments(workload));
    ProcessBuilder builder = new ProcessBuilder(command).inheritIO();
    builder.environment().clear();
    builder.environment().putAll(engine.environment());
    Process process;
    try {
      process = builder.start();
    } catch (IOException e) {
      throw new CliException(
          e,
          "cannot run '" + engine.dockerCli() + "': " + e.getMessage(),
          "install a Docker CLI, or let 'sandbox setup' do it");
    }
    signals.passTo(name -> send(name, process));
    // A signal that came in between, when there was nobody to pass it to.
    if (Thread.interrupted()) {
      signals.firstNumber().ifPresent(number -> send(String.valueOf(number), process));
    }
    return process.waitFor();
  }

  private static void send(String signal, Process process) {
    try {
      new ProcessBuilder("/bin/sh", "-c", "kill -s \"$0\" \"$1\"", signal, "" + process.pid())
          .redirectErrorStream(true)
          .redirectOutput(ProcessBuilder.Redirect.DISCARD)
          .start();
    } catch (IOException e) {
      process.destroy();
    }
  }
}
