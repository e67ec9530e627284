package dev.airlock.gateway;

import java.util.ArrayList;
import java.util.List;

/// What is wrong with the arguments, collected.
final class Problems {
  private final List<Problem> all = new ArrayList<>();

  record Problem(String message, String hint) {}

  void add(String message, String hint) {
    all.add(new Problem(message, hint));
  }

  /// `what is wrong; what to do`, as the rules say it.
  void addLine(String line) {
    int semicolon = line.lastIndexOf("; ");
    if (semicolon < 0) {
      add(line, "'--help' lists the flags");
    } else {
      add(line.substring(0, semicolon), line.substring(semicolon + 2));
    }
  }

  List<Problem> all() {
    return List.copyOf(all);
  }

  void throwIfAny() throws UsageException {
    if (!all.isEmpty()) {
      throw new UsageException(all());
    }
  }
}
