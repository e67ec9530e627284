package dev.airlock.cli.command;

import static java.util.Objects.requireNonNull;

import dev.airlock.cli.Console;
import dev.airlock.cli.ExitStatus;
import dev.airlock.cli.Terminals;
import dev.airlock.cli.Version;
import dev.airlock.cli.session.SessionRequest;
import dev.airlock.cli.session.SessionRunner;
import dev.airlock.cli.session.Timings;
import java.io.PrintStream;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
    name = "run",
    description = {
      "Runs a command in a session of its own and removes the session when it ends.",
      "The command works in the current folder and sees no other file of this machine. Its input and"
          + " output, its terminal, signals and exit status are as if it ran without a sandbox."
    },
    customSynopsis = "sandbox run [OPTIONS] -- COMMAND [ARGUMENT...]",
    sortOptions = false,
    footer = {
      "",
      "Examples:",
      "  sandbox run -- make test                     the network as it is, no Docker",
      "  sandbox run --enable-airlock -- make test    no network",
      "  sandbox run --enable-airlock --allow example.org --allow '*.example.org:8443' -- make test",
      "  sandbox run --dind --enable-airlock -- docker run --rm sandbox/hello",
      "  echo hello | sandbox run -- cat",
      "",
      "Exit status:",
      "  that of the command; 126 if it cannot be run, 127 if it is not found,",
      "  128 and the signal's number if a signal ended it",
      "  125 if sandbox itself fails or is called wrongly"
    },
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    exitCodeOnInvalidInput = ExitStatus.OWN_FAILURE,
    exitCodeOnExecutionException = ExitStatus.OWN_FAILURE)
final class RunCommand implements Callable<Integer>, ErrorPrinter.TakesWorkload {
  private final CommandWords words;
  private final Map<String, String> environment;
  private final PrintStream err;

  @Option(
      names = "--setup",
      description = "First install or build what is missing, as 'sandbox setup' does.")
  private boolean setup;

  @Mixin private SessionOptions options = new SessionOptions();

  @Mixin private HeldOptions held = new HeldOptions();

  @Option(names = "--timings", description = "Print how long each phase took, on standard error.")
  private boolean timings;

  @Option(
      names = {"-q", "--quiet"},
      description = "Print nothing but errors.")
  private boolean quiet;

  RunCommand(CommandWords words, Map<String, String> environment, PrintStream err) {
    this.words = requireNonNull(words, "words is null");
    this.environment = Map.copyOf(environment);
    this.err = requireNonNull(err, "err is null");
  }

  @Override
  public Integer call() {
    SessionRequest request = options.toRequest(words, held);
    boolean terminal = Terminals.isError();
    Console console = new Console(err, quiet || !(terminal || setup), terminal);
    Timings phases = new Timings();
    try {
      return new SessionRunner(environment, console).run(request, setup, phases);
    } finally {
      if (timings) {
        phases.print(err);
      }
    }
  }
}
