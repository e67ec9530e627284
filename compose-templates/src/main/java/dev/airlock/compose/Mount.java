package dev.airlock.compose;

import static java.util.Objects.requireNonNull;

/// What stands at a path of a container.
public sealed interface Mount {
  String target();

  boolean readOnly();

  /// A folder of the engine's machine.
  record Bind(String source, String target, boolean readOnly) implements Mount {
    public Bind {
      requireNonNull(source, "source is null");
      requireNonNull(target, "target is null");
    }
  }

  /// A volume of the session, or one file or folder of it.
  ///
  /// @param key its name inside the project
  /// @param name its name on the engine
  /// @param subpath below the volume's root; empty for all of it
  /// @param copiesImage whether an empty volume takes over owner, mode and content of the image's
  ///   folder at the target
  record OfVolume(
      String key, String name, String target, boolean readOnly, String subpath, boolean copiesImage)
      implements Mount {
    public OfVolume {
      requireNonNull(key, "key is null");
      requireNonNull(name, "name is null");
      requireNonNull(target, "target is null");
      requireNonNull(subpath, "subpath is null");
    }

    OfVolume asReadOnly() {
      return new OfVolume(key, name, target, true, subpath, copiesImage);
    }

    OfVolume withoutCopy() {
      return new OfVolume(key, name, target, readOnly, subpath, false);
    }
  }

  /// Memory; gone with the container.
  record Tmpfs(String target, long bytes) implements Mount {
    public Tmpfs {
      requireNonNull(target, "target is null");
    }

    @Override
    public boolean readOnly() {
      return false;
    }
  }
}
