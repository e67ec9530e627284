package dev.airlock.cli.command;

import dev.airlock.cli.Console;
import dev.airlock.cli.Terminals;
import dev.airlock.cli.setup.SetupCommand;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.util.Map;
import picocli.CommandLine;

/// The commands, put together, with errors printed in the house's shape.
final class CommandTree {
  private final CommandLine root;
  private final CommandWords words;

  private CommandTree(CommandLine root, CommandWords words) {
    this.root = root;
    this.words = words;
  }

  /// @param environment what engine, tools and folders are found by
  static CommandTree of(
      CommandWords words, Map<String, String> environment, PrintStream out, PrintStream err) {
    CommandLine root =
        new CommandLine(new SandboxCommand())
            .addSubcommand(new RunCommand(words, environment, err))
            .addSubcommand(new ComposeCommand(words, environment, out, err))
            .addSubcommand(new PruneCommand(environment, out))
            .addSubcommand(
                new SetupCommand(environment, out, new Console(err, false, Terminals.isError())));
    ErrorPrinter errors = new ErrorPrinter(err, environment.containsKey("SANDBOX_DEBUG"));
    root.setOut(new PrintWriter(out, true, out.charset()))
        .setErr(new PrintWriter(err, true, err.charset()))
        .setParameterExceptionHandler(errors)
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
}
