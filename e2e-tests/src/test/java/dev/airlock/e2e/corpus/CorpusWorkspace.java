package dev.airlock.e2e.corpus;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// A workspace with the traps that binds are tried with.
final class CorpusWorkspace {

  private CorpusWorkspace() {}

  /// Makes `ws`, and beside it `ws-evil`, whose path begins with the workspace's.
  static Path make(Path folder) throws IOException {
    Path real = folder.toRealPath();
    Path workspace = Files.createDirectories(real.resolve("ws"));
    Files.createDirectories(real.resolve("ws-evil"));
    Files.createDirectories(workspace.resolve("src/deep"));
    Files.createDirectories(workspace.resolve("with space"));
    Files.writeString(workspace.resolve("file.txt"), "x");
    Files.createSymbolicLink(workspace.resolve("to-root"), Path.of("/"));
    Files.createSymbolicLink(workspace.resolve("to-etc"), Path.of("/etc"));
    Files.createSymbolicLink(workspace.resolve("to-parent"), Path.of(".."));
    Files.createSymbolicLink(workspace.resolve("to-socket"), Path.of("/var/run/docker.sock"));
    Files.createSymbolicLink(workspace.resolve("inside"), Path.of("src"));
    return workspace;
  }
}
