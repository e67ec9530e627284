package dev.airlock.cli.setup;

import static java.util.Objects.requireNonNull;

/// How to set up.
///
/// @param suite the suite of Debian that a private engine comes from
/// @param refresh whether images are built again although their inputs are unchanged, for newer
///   packages
public record SetupOptions(String suite, boolean refresh) {

  /// The suite with an engine of version 28 or newer.
  public static final String DEFAULT_SUITE = "forky";

  public static final SetupOptions DEFAULT = new SetupOptions(DEFAULT_SUITE, false);

  public SetupOptions {
    requireNonNull(suite, "suite is null");
  }
}
