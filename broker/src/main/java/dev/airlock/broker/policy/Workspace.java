package dev.airlock.broker.policy;

import static java.util.Objects.requireNonNull;

/// What a bind below the workspace becomes: a volume on the workspace and a subpath in it.
public sealed interface Workspace {

  /// No bind is possible.
  record None() implements Workspace {}

  /// A folder of the engine's host.
  ///
  /// @param path absolute and canonical, as the client names it and as the engine's host knows it
  /// @param volume the local volume whose device is the folder
  /// @param exists whether the volume was made by the session's plan; else the engine makes it with
  ///   the first container that needs it
  record Folder(String path, String volume, boolean exists) implements Workspace {
    public Folder {
      requireNonNull(path, "path is null");
      requireNonNull(volume, "volume is null");
      if (!path.startsWith("/") || path.equals("/") || path.endsWith("/")) {
        throw new IllegalArgumentException(
            "workspace '" + path + "' is not an absolute folder below /");
      }
    }
  }
}
