package dev.airlock.cli.command;

import dev.airlock.cli.Problem;
import dev.airlock.cli.session.BrokerPlacement;
import java.util.List;
import picocli.CommandLine.Option;

/// The options of a session that a launcher holds: `run` has them alone. In a project that is only
/// printed the broker can be a sidecar only, and nobody is there to write a file.
final class HeldOptions {
  private static final String ABSENT = "";

  @Option(
      names = "--broker",
      paramLabel = "PLACE",
      defaultValue = ABSENT,
      description =
          "Where the broker runs: 'sidecar', a container, always so with --enable-airlock; or"
              + " 'embedded', this process, the default otherwise.")
  private String broker = ABSENT;

  @Option(
      names = "--audit",
      paramLabel = "FILE",
      defaultValue = ABSENT,
      description = "Append a line of JSON to FILE for each decision of broker and egress proxy.")
  private String audit = ABSENT;

  /// Where the broker is to run.
  BrokerPlacement placement(
      boolean docker, boolean rootless, boolean airlock, List<Problem> problems) {
    if (!broker.isEmpty() && !docker) {
      problems.add(new Problem("'--broker' without '--dind' has no effect", "add '--dind'"));
    }
    if (!broker.isEmpty() && rootless) {
      problems.add(
          new Problem(
              "'--broker' does not go with '--dind=rootless', which has no broker",
              "leave it out"));
    }
    return switch (broker) {
      case ABSENT -> BrokerPlacement.AUTOMATIC;
      case "sidecar" -> BrokerPlacement.SIDECAR;
      case "embedded" -> {
        if (airlock) {
          problems.add(
              new Problem(
                  "'--broker=embedded' does not go with '--enable-airlock'",
                  "leave it out: in an airlock the broker is a sidecar"));
        }
        yield BrokerPlacement.EMBEDDED;
      }
      default -> {
        problems.add(
            new Problem(
                "unknown place '" + broker + "' for the broker", "use 'sidecar' or 'embedded'"));
        yield BrokerPlacement.AUTOMATIC;
      }
    };
  }

  /// The file for decisions; empty for none.
  String audit(boolean docker, boolean rootless, boolean airlock, List<Problem> problems) {
    if (!audit.isEmpty() && !airlock && (!docker || rootless)) {
      problems.add(
          new Problem(
              "'--audit' has nothing to record",
              "add '--enable-airlock' or '--dind', or leave '--audit' out"));
    }
    return audit;
  }
}
