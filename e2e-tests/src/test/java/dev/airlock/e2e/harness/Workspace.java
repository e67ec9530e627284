package dev.airlock.e2e.harness;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// A folder that a session works in.
public record Workspace(Path path) {
  private static final int ORDINARY_USER = 1000;

  static Workspace create(Path path) {
    Workspace workspace = new Workspace(Places.make(path));
    workspace.own(path);
    return workspace;
  }

  /// Writes a file that belongs to the workspace's owner.
  public Workspace file(String name, String content) {
    Path file = path.resolve(name);
    try {
      Path parent = file.getParent();
      if (parent != null) {
        Places.make(parent);
      }
      Files.writeString(file, content);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Path below = path.relativize(file);
    for (int names = 1; names <= below.getNameCount(); names++) {
      own(path.resolve(below.subpath(0, names)));
    }
    return this;
  }

  /// Makes a symbolic link, to anywhere.
  public Workspace link(String name, String target) {
    try {
      Files.createSymbolicLink(path.resolve(name), Path.of(target));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return this;
  }

  public String read(String name) {
    try {
      return Files.readString(path.resolve(name));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public boolean has(String name) {
    return Files.exists(path.resolve(name));
  }

  private void own(Path file) {
    try {
      Files.setAttribute(file, "unix:uid", ORDINARY_USER);
      Files.setAttribute(file, "unix:gid", ORDINARY_USER);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
