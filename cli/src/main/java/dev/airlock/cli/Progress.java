package dev.airlock.cli;

/// Tells the user on standard error what is being done; never touches standard output.
public interface Progress {

  /// Begins a step that may take a while: `building image sandbox/base`.
  void step(String what);

  /// A line that stays: what was installed, removed, found.
  void say(String line);
}
