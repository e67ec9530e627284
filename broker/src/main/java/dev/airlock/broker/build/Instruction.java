package dev.airlock.broker.build;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// One instruction of a Dockerfile, its continued lines joined.
///
/// @param name lower case
/// @param flags `--name=value` as written, before the rest
/// @param rest everything after the flags
/// @param firstLine of the file, from 0
/// @param lastLine inclusive
public record Instruction(
    String name, List<String> flags, String rest, int firstLine, int lastLine) {
  public Instruction {
    requireNonNull(name, "name is null");
    flags = List.copyOf(flags);
    requireNonNull(rest, "rest is null");
  }

  /// The same on one line, which every parser reads alike.
  String line() {
    return line(flags, rest);
  }

  String line(List<String> otherFlags, String otherRest) {
    List<String> words = new ArrayList<>(List.of(name.toUpperCase(Locale.ROOT)));
    words.addAll(otherFlags);
    if (otherRest.startsWith("--")) {
      words.add("--");
    }
    if (!otherRest.isEmpty()) {
      words.add(otherRest);
    }
    return String.join(" ", words);
  }
}
