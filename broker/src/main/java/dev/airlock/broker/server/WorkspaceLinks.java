package dev.airlock.broker.server;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;

/// Links in the workspace, where the broker runs on the host of the workspace.
///
/// The engine itself follows no link out of a volume, whatever happens to the folder later; this is
/// for a plain answer at once.
final class WorkspaceLinks {

  private WorkspaceLinks() {}

  /// Whether a link on the path leads out of the workspace, or to nothing.
  ///
  /// @param subpath clean and relative; it need not exist
  static boolean leadOut(Path workspace, String subpath) {
    try {
      Path root = workspace.toRealPath();
      Path at = root;
      for (Path name : Path.of(subpath)) {
        at = at.resolve(name);
        if (Files.isSymbolicLink(at)) {
          at = at.toRealPath();
        }
        if (!at.startsWith(root)) {
          return true;
        }
      }
      return false;
    } catch (IOException e) {
      return true; // a link to nothing, perhaps to nothing yet
    } catch (InvalidPathException e) {
      return false; // no name that this machine's file system could have
    }
  }
}
