package dev.airlock.cli.session;

import static java.util.Objects.requireNonNull;

import java.util.List;

/// How the user wants the command to get a Docker.
public sealed interface DockerChoice {
  /// It gets none.
  record None() implements DockerChoice {}

  /// The engine's own, behind the broker.
  ///
  /// @param allowImages images of the engine that the command may use, beside the default ones
  record Broker(BrokerPlacement placement, List<String> allowImages) implements DockerChoice {
    public Broker {
      requireNonNull(placement, "placement is null");
      allowImages = List.copyOf(allowImages);
    }
  }

  /// A private engine without root.
  ///
  /// @param volume where what it keeps survives the session; empty to keep nothing
  /// @param images images of the engine that it is given at the start, beside the default ones
  record Rootless(String volume, List<String> images) implements DockerChoice {
    public Rootless {
      requireNonNull(volume, "volume is null");
      images = List.copyOf(images);
    }
  }
}
