package dev.airlock.broker.build;

import static java.util.Objects.requireNonNull;

import java.util.List;

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
}
