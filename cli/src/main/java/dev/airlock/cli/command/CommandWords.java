package dev.airlock.cli.command;

import java.util.List;

/// A command line cut at its first `--`: what is ours, and the workload's command.
///
/// Cut before any parsing: nothing after `--` can be taken for an option of ours.
///
/// @param separated whether there was a `--`
record CommandWords(List<String> ours, boolean separated, List<String> workload) {
  CommandWords {
    ours = List.copyOf(ours);
    workload = List.copyOf(workload);
  }

  static CommandWords split(List<String> words) {
    int at = words.indexOf("--");
    return at < 0
        ? new CommandWords(words, false, List.of())
        : new CommandWords(words.subList(0, at), true, words.subList(at + 1, words.size()));
  }
}
