package dev.airlock.gateway;

import java.io.PrintStream;
import java.util.List;

/// The sidecars' entry point.
public final class Main {
  private Main() {}

  public static void main(String[] arguments) {
    int status = run(List.of(arguments), System.out, System.err);
    System.out.flush();
    System.err.flush();
    Runtime.getRuntime().halt(status);
  }

  /// Runs a sidecar until it is told to stop.
  public static int run(List<String> arguments, PrintStream out, PrintStream err) {
    err.println("sandbox: error: not yet");
    return 2;
  }
}
