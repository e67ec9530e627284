package dev.airlock.cli.setup;

import static java.util.Objects.requireNonNull;

/// How to set up.
///
/// @param suite the suite of Debian that a private engine comes from
/// @param refresh whether images are built again although their inputs are unchanged, for newer
///   packages
/// @param privateEngine whether sessions are to have private engines, which need one more image
public record SetupOptions(String suite, boolean refresh, boolean privateEngine) {

  /// The suite with an engine of version 28 or newer.
  public static final String DEFAULT_SUITE = "forky";

  /// What `run` sets up.
  public static SetupOptions ofSession(boolean privateEngine) {
    return new SetupOptions(DEFAULT_SUITE, false, privateEngine);
  }

  public SetupOptions {
    requireNonNull(suite, "suite is null");
  }
}
