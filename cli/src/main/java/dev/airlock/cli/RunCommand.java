package dev.airlock.cli;

import static java.util.Objects.requireNonNull;

import dev.airlock.cli.session.SessionRequest;
import dev.airlock.cli.session.SessionRunner;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
    name = "run",
    description = "Runs a command in a session of its own and removes the session when it ends.",
    customSynopsis = "sandbox run [OPTIONS] -- COMMAND [ARGUMENT...]",
    sortOptions = false,
    footer = {
      "",
      "The exit status is the command's; 125 if sandbox itself fails, 126 and 127 if the command",
      "cannot be run or found, 128 and its number if a signal ended it."
    },
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    exitCodeOnInvalidInput = ExitStatus.OWN_FAILURE,
    exitCodeOnExecutionException = ExitStatus.OWN_FAILURE)
final class RunCommand implements Callable<Integer>, ErrorPrinter.TakesWorkload {
  private final CommandWords words;

  @Option(
      names = "--setup",
      description = "First install or build what is missing, as 'sandbox setup' does.")
  private boolean setup;

  @Mixin private SessionOptions options = new SessionOptions();

  @Option(names = "--timings", description = "Print how long each phase took, on standard error.")
  private boolean timings;

  @Option(
      names = {"-q", "--quiet"},
      description = "Print nothing but errors.")
  private boolean quiet;

  RunCommand(CommandWords words) {
    this.words = requireNonNull(words, "words is null");
  }

  @Override
  public Integer call() {
    SessionRequest request = options.toRequest(words);
    boolean terminal = Terminals.isError();
    Console console = new Console(System.err, quiet || !(terminal || setup), terminal);
    return new SessionRunner(System.getenv(), console).run(request, setup, timings);
  }
}
