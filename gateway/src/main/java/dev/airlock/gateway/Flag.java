package dev.airlock.gateway;

import static java.util.Objects.requireNonNull;

/// A flag of a sidecar; each takes a value.
///
/// @param name with its hyphens
/// @param value what its value is called in the help
/// @param repeatable whether it may be given more than once
/// @param hidden whether it is between the launcher and the sidecar only
record Flag(String name, String value, boolean repeatable, boolean hidden, String description) {
  /// Common to both sidecars.
  static final Flag READY_FILE =
      hidden("--ready-file", "FILE", "make FILE when it listens, for a health check");

  Flag {
    requireNonNull(name, "name is null");
    requireNonNull(value, "value is null");
    requireNonNull(description, "description is null");
  }

  static Flag once(String name, String value, String description) {
    return new Flag(name, value, false, false, description);
  }

  static Flag many(String name, String value, String description) {
    return new Flag(name, value, true, false, description);
  }

  static Flag hidden(String name, String value, String description) {
    return new Flag(name, value, false, true, description);
  }

  static Flag hiddenMany(String name, String value, String description) {
    return new Flag(name, value, true, true, description);
  }
}
