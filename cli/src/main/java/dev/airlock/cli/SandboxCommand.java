package dev.airlock.cli;

import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

@Command(
    name = "sandbox",
    description =
        "Runs an AI coding agent, or any command, in a container that reaches only the hosts it was"
            + " allowed, and still has a Docker that works.",
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
    throw new ParameterException(spec.commandLine(), "no command given");
  }
}
