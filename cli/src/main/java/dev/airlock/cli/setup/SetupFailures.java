package dev.airlock.cli.setup;

import dev.airlock.cli.CliException;
import java.util.List;

/// What a failed program means for the user.
final class SetupFailures {
  private SetupFailures() {}

  static CliException of(String what, Tool.Outcome outcome, String hint) {
    if (mentions(outcome.lastLines(), "no space left on device")
        || mentions(outcome.lastLines(), "enough free space")) {
      return new CliException(
          what + ": the disk is full",
          "free some space where the engine keeps its data and run 'sandbox setup' again: it goes on"
              + " where it stopped");
    }
    if (mentions(outcome.lastLines(), "temporary failure resolving")
        || mentions(outcome.lastLines(), "could not connect")
        || mentions(outcome.lastLines(), "failed to fetch")) {
      return new CliException(
          what + ": " + outcome.complaint(),
          "is the package mirror in reach? Look at the network and at apt's sources and proxy, and"
              + " run 'sandbox setup' again");
    }
    return new CliException(what + ": " + outcome.complaint(), hint);
  }

  private static boolean mentions(List<String> lines, String words) {
    return lines.stream().anyMatch(line -> line.toLowerCase(java.util.Locale.ROOT).contains(words));
  }
}
