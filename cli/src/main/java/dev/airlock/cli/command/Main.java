package dev.airlock.cli.command;

import java.io.PrintStream;
import java.util.List;
import java.util.Map;

/// The `sandbox` command.
public final class Main {
  private static final List<String> SIDECARS = List.of("broker", "egress");

  private Main() {}

  @SuppressWarnings("SystemExitOutsideMain") // this is main
  public static void main(String[] args) {
    int status = run(List.of(args), System.getenv(), System.out, System.err);
    System.out.flush();
    System.err.flush();
    // Nothing is left to hooks: what a session leaves behind is removed before this line.
    Runtime.getRuntime().halt(status);
  }

  /// Runs a command line and returns its exit status.
  public static int run(
      List<String> words, Map<String, String> environment, PrintStream out, PrintStream err) {
    if (!words.isEmpty() && SIDECARS.contains(words.getFirst())) {
      // Before picocli: these two must start fast and have an argument parser of their own.
      return dev.airlock.gateway.Main.run(words, out, err);
    }
    return CommandTree.of(CommandWords.split(words), environment, out, err).execute();
  }
}
