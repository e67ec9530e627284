package dev.airlock.cli.command;

import com.github.dockerjava.api.exception.DockerException;
import dev.airlock.cli.CliException;
import dev.airlock.cli.Console;
import dev.airlock.cli.Problem;
import dev.airlock.cli.UsageException;
import dev.airlock.gateway.Nearest;
import java.io.PrintStream;
import java.util.List;
import java.util.Locale;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

/// Turns every way in which a command fails into `error:` and `hint:` lines and an exit status.
final class ErrorPrinter
    implements CommandLine.IParameterExceptionHandler, CommandLine.IExecutionExceptionHandler {
  private final Console console;
  private final PrintStream err;
  private final boolean traces;

  /// @param traces whether stack traces are printed as well
  ErrorPrinter(PrintStream err, boolean traces) {
    this.err = err;
    this.traces = traces;
    this.console = new Console(err, false, false);
  }

  @Override
  public int handleParseException(ParameterException e, String[] args) {
    CommandLine command = e.getCommandLine();
    Problem problem = problem(e, command);
    console.error(problem.message(), problem.hints());
    return command.getCommandSpec().exitCodeOnInvalidInput();
  }

  @Override
  public int handleExecutionException(Exception e, CommandLine command, ParseResult parsed) {
    if (traces) {
      e.printStackTrace(err);
    }
    return switch (e) {
      case UsageException usage -> {
        usage.problems().forEach(problem -> console.error(problem.message(), problem.hints()));
        yield command.getCommandSpec().exitCodeOnInvalidInput();
      }
      case CliException failure -> {
        console.error(String.valueOf(failure.getMessage()), failure.hints());
        yield command.getCommandSpec().exitCodeOnExecutionException();
      }
      case DockerException refusal -> {
        console.error(
            "the engine refused: " + String.valueOf(refusal.getMessage()).strip(),
            List.of("the engine's own log may say more"));
        yield command.getCommandSpec().exitCodeOnExecutionException();
      }
      default -> {
        console.error(
            "internal error: " + e, List.of("run it again with SANDBOX_DEBUG=1 and report it"));
        yield command.getCommandSpec().exitCodeOnExecutionException();
      }
    };
  }

  private static Problem problem(ParameterException e, CommandLine command) {
    String help = "'" + command.getCommandSpec().qualifiedName(" ") + " --help' lists the options";
    if (e instanceof UnmatchedArgumentException unmatched) {
      String word = unmatched.getUnmatched().getFirst();
      if (!unmatched.isUnknownOption()) {
        if (!command.getSubcommands().isEmpty()) {
          return new Problem(
              "unknown command '" + word + "'",
              Nearest.of(word, List.copyOf(command.getSubcommands().keySet()))
                  .map(near -> "did you mean '" + near + "'?")
                  .orElse(help));
        }
        boolean takesCommand = command.getCommand() instanceof TakesWorkload;
        return new Problem(
            "unexpected argument '" + word + "'",
            takesCommand ? "write '--' before the command to run: sandbox run -- " + word : help);
      }
      List<String> near = unmatched.getSuggestions();
      return new Problem(
          "unknown option '" + word + "'",
          near.isEmpty() ? help : "did you mean '" + near.getFirst() + "'?");
    }
    String message = String.valueOf(e.getMessage());
    return new Problem(
        message.substring(0, 1).toLowerCase(Locale.ROOT) + message.substring(1), help);
  }

  /// A command that takes a workload's command after `--`.
  interface TakesWorkload {}
}
