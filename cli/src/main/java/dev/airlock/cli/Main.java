package dev.airlock.cli;

import java.util.Arrays;
import java.util.List;

/// The `sandbox` command.
public final class Main {
  private static final List<String> SIDECARS = List.of("broker", "egress");

  private Main() {}

  @SuppressWarnings("SystemExitOutsideMain") // this is main
  public static void main(String[] args) {
    int status = run(args);
    System.out.flush();
    System.err.flush();
    // Nothing is left to hooks: what a session leaves behind is removed before this line.
    Runtime.getRuntime().halt(status);
  }

  private static int run(String[] args) {
    if (args.length > 0 && SIDECARS.contains(args[0])) {
      // Before picocli: these two must start fast and have an argument parser of their own.
      return dev.airlock.gateway.Main.run(List.of(args), System.out, System.err);
    }
    return CommandTree.of(CommandWords.split(Arrays.asList(args))).execute();
  }
}
