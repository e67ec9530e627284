package dev.airlock.gateway;

import java.io.PrintStream;
import java.util.List;

/// The sidecars' entry point: `sandbox broker …` and `sandbox egress …`.
public final class Main {
  private Main() {}

  public static void main(String[] arguments) {
    int status = run(List.of(arguments), System.out, System.err);
    System.out.flush();
    System.err.flush();
    Runtime.getRuntime().halt(status);
  }

  /// Runs a sidecar until it is told to stop, and returns its exit status: 0 stopped, 1 it could
  /// not start, 2 called wrongly.
  public static int run(List<String> arguments, PrintStream out, PrintStream err) {
    String name = arguments.isEmpty() ? "" : arguments.getFirst();
    List<String> rest = arguments.isEmpty() ? arguments : arguments.subList(1, arguments.size());
    return switch (name) {
      case BrokerSidecar.NAME -> new SidecarProcess(new BrokerSidecar(), out, err).run(rest);
      case EgressSidecar.NAME -> new SidecarProcess(new EgressSidecar(), out, err).run(rest);
      default -> {
        err.println(
            name.isEmpty()
                ? "sandbox: error: no sidecar named"
                : "sandbox: error: unknown sidecar '" + name + "'");
        err.println("sandbox: hint: use 'sandbox broker' or 'sandbox egress'");
        yield SidecarProcess.USAGE;
      }
    };
  }
}
