package dev.airlock.gateway;

import java.io.PrintStream;
import java.util.Locale;

/// What `--help` prints.
final class Help {
  private Help() {}

  static void print(Sidecar sidecar, PrintStream out) {
    out.println("Usage: sandbox " + sidecar.name() + " [FLAGS]");
    out.println(sidecar.description());
    out.println();
    sidecar.flags().stream().filter(flag -> !flag.hidden()).forEach(flag -> print(flag, out));
    out.println();
    out.println("Between 'sandbox run' and its sidecars:");
    sidecar.flags().stream().filter(Flag::hidden).forEach(flag -> print(flag, out));
  }

  private static void print(Flag flag, PrintStream out) {
    out.println(
        String.format(
            Locale.ROOT,
            "  %-34s %s%s",
            flag.name() + " " + flag.value(),
            flag.description(),
            flag.repeatable() ? " (repeatable)" : ""));
  }
}
