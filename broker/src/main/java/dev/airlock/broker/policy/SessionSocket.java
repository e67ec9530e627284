package dev.airlock.broker.policy;

import static java.util.Objects.requireNonNull;

import java.util.Optional;

/// What stands in for `/var/run/docker.sock` when a client mounts it (Testcontainers' Ryuk): the
/// broker's own socket.
public sealed interface SessionSocket {

  /// Where the workload has the volume with the socket.
  String FOLDER_IN_WORKLOAD = "/run/sandbox";

  /// What a client that was told of the socket by its path mounts: its own path of it.
  default Optional<String> path() {
    return switch (this) {
      case InVolume(String _, String subpath) -> Optional.of(FOLDER_IN_WORKLOAD + "/" + subpath);
      case InFolder(String folder, String _, String subpath) -> Optional.of(folder + "/" + subpath);
      case None() -> Optional.empty();
    };
  }

  /// The broker has no socket that a container could mount.
  record None() implements SessionSocket {}

  /// The socket in a volume of the session.
  ///
  /// @param subpath the socket's name in the volume
  record InVolume(String volume, String subpath) implements SessionSocket {
    public InVolume {
      requireNonNull(volume, "volume is null");
      requireNonNull(subpath, "subpath is null");
    }
  }

  /// The socket in a folder of the engine's host; the engine makes a volume on that folder with the
  /// first container that needs it.
  ///
  /// @param folder absolute path of the folder that holds the socket, and nothing else of value
  record InFolder(String folder, String volume, String subpath) implements SessionSocket {
    public InFolder {
      requireNonNull(folder, "folder is null");
      requireNonNull(volume, "volume is null");
      requireNonNull(subpath, "subpath is null");
    }
  }
}
