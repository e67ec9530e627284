package dev.airlock.cli.session;

/// Where the user wants the broker to run.
public enum BrokerPlacement {
  /// In an airlock a sidecar, else this process where the engine's sockets can be reached from it.
  AUTOMATIC,
  /// A container in the session's pod.
  SIDECAR,
  /// This process.
  EMBEDDED
}
