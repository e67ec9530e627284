package dev.airlock.cli;

import static java.util.Objects.requireNonNull;

import dev.airlock.cli.setup.SetupCommand;
import java.io.PrintStream;
import picocli.CommandLine;

/// The commands, put together, with errors printed in the house's shape.
final class CommandTree {
  private final CommandLine root;
  private final CommandWords words;

  private CommandTree(CommandLine root, CommandWords words) {
    this.root = root;
    this.words = words;
  }

  static CommandTree of(CommandWords words) {
    CommandLine root =
        new CommandLine(new SandboxCommand())
            .addSubcommand(new RunCommand(words))
            .addSubcommand(new ComposeCommand(words))
            .addSubcommand(new PruneCommand())
            .addSubcommand(
                new SetupCommand(
                    System.getenv(),
                    System.out,
                    new Console(System.err, false, Terminals.isError())));
    ErrorPrinter errors = new ErrorPrinter(System.err);
    root.setParameterExceptionHandler(errors)
        .setExecutionExceptionHandler(errors)
        .setUsageHelpWidth(100)
        .setUsageHelpAutoWidth(false)
        .setCaseInsensitiveEnumValuesAllowed(false)
        .setAbbreviatedOptionsAllowed(false)
        .setOverwrittenOptionsAllowed(false);
    return new CommandTree(root, words);
  }

  int execute() {
    return root.execute(words.ours().toArray(String[]::new));
  }

  /// What `--help` prints for a command; empty for the root.
  void printHelp(PrintStream out, String command) {
    requireNonNull(command.isEmpty() ? root : root.getSubcommands().get(command), command)
        .usage(out);
  }
}
