package dev.airlock.cli.command;

import static java.util.Objects.requireNonNull;

import dev.airlock.cli.Console;
import dev.airlock.cli.ExitStatus;
import dev.airlock.cli.Problem;
import dev.airlock.cli.UsageException;
import dev.airlock.cli.Version;
import dev.airlock.cli.session.SessionRunner;
import dev.airlock.compose.ComposeProject;
import dev.airlock.compose.ComposeYaml;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
    name = "compose",
    description = {
      "Prints the Compose project that 'run' would start, complete and to be run by hand.",
      "Secrets are left to the environment. The broker is always a sidecar here."
    },
    customSynopsis = "sandbox compose [OPTIONS] -- COMMAND [ARGUMENT...]",
    sortOptions = false,
    footer = {
      "",
      "Example:",
      "  sandbox compose --enable-airlock --dind -- make test >session.yaml",
      "  export SANDBOX_OWNER_KEY=$(openssl rand -hex 32)",
      "  docker compose -f session.yaml --profile workload up --abort-on-container-exit",
      "  docker compose -f session.yaml --profile workload down --volumes",
      "",
      "Exit status: 0, 1 failed, 2 called wrongly."
    },
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    exitCodeOnInvalidInput = ExitStatus.USAGE,
    exitCodeOnExecutionException = ExitStatus.FAILED)
final class ComposeCommand implements Callable<Integer>, ErrorPrinter.TakesWorkload {
  private final CommandWords words;
  private final Map<String, String> environment;
  private final PrintStream out;
  private final PrintStream err;

  @Mixin private SessionOptions options = new SessionOptions();

  @Option(names = "--json", description = "Print the project as JSON, which Compose reads as well.")
  private boolean json;

  // Options of `run` alone: refused with what to do instead of ignored.

  @Option(names = "--broker", paramLabel = "PLACE", hidden = true)
  private @Nullable String broker; // set by picocli

  @Option(names = "--audit", paramLabel = "FILE", hidden = true)
  private @Nullable String audit; // set by picocli

  ComposeCommand(
      CommandWords words, Map<String, String> environment, PrintStream out, PrintStream err) {
    this.words = requireNonNull(words, "words is null");
    this.environment = Map.copyOf(environment);
    this.out = requireNonNull(out, "out is null");
    this.err = requireNonNull(err, "err is null");
  }

  @Override
  public Integer call() {
    refuseOptionsOfRun();
    Console console = new Console(err, true, false);
    ComposeProject project =
        new SessionRunner(environment, console)
            .project(options.toRequest(words, new HeldOptions()));
    out.print(json ? Json.write(ComposeYaml.tree(project)) : ComposeYaml.write(project));
    return ExitStatus.OK;
  }

  private void refuseOptionsOfRun() {
    List<Problem> problems = new ArrayList<>();
    if (broker != null) {
      problems.add(
          new Problem(
              "'--broker' is an option of 'run' alone",
              "leave it out: in a printed project the broker is a sidecar"));
    }
    if (audit != null) {
      problems.add(
          new Problem(
              "'--audit' is an option of 'run' alone",
              "leave it out: read the logs of the sidecars in the project"));
    }
    UsageException.throwUnlessEmpty(problems);
  }
}
