package dev.airlock.cli.command;

import dev.airlock.cli.ExitStatus;
import dev.airlock.cli.Problem;
import dev.airlock.cli.UsageException;
import dev.airlock.cli.Version;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

@Command(
    name = "sandbox",
    description =
        "Runs an AI coding agent, or any command, in a container that reaches only the hosts it was"
            + " allowed, and still has a Docker that works.",
    footer = {
      "",
      "Examples:",
      "  sandbox run --setup -- sh                    set up what is missing, then a shell",
      "  sandbox run --enable-airlock --allow example.org -- curl http://example.org/",
      "  sandbox run --dind --enable-airlock -- docker run --rm sandbox/hello",
      "",
      "'sandbox COMMAND --help' explains a command. Of 'run' the exit status is that of the command",
      "it ran, 125 if sandbox itself fails; of the others 0, 1 failed, 2 called wrongly."
    },
    versionProvider = Version.class,
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "COMMAND",
    exitCodeOnInvalidInput = ExitStatus.USAGE,
    exitCodeOnExecutionException = ExitStatus.FAILED)
final class SandboxCommand implements Callable<Integer> {
  @Spec private @Nullable CommandSpec spec; // set by picocli

  @Override
  public Integer call() {
    if (spec == null) {
      throw new IllegalStateException("picocli did not set the spec");
    }
    CommandLine sandbox = spec.commandLine();
    sandbox.usage(sandbox.getErr());
    sandbox.getErr().println();
    throw new UsageException(
        List.of(new Problem("no command given", "begin with: sandbox run --setup -- sh")));
  }
}
