package dev.airlock.cli.session;

import dev.airlock.cli.CliException;
import dev.airlock.compose.ReservedUsers;
import dev.airlock.compose.SessionPlan.WorkspacePlan;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;

/// Finds out whether a folder can be a workspace, and whose it is.
///
/// SECURITY: the workload may do with the workspace what it likes. So it must not be, or contain,
/// what the user's other things live in, nor the engine's socket.
final class WorkspaceFolder {
  private static final String HINT = "name the project's own folder: --workspace DIR";
  private static final Set<String> SYSTEM =
      Set.of(
          "/bin", "/boot", "/dev", "/etc", "/lib", "/lib64", "/proc", "/root", "/run", "/sbin",
          "/sys", "/usr", "/var");

  private WorkspaceFolder() {}

  /// @param home the user's home folder
  /// @param engineSocket the engine's socket; empty where it has none on this machine
  static WorkspacePlan require(Path folder, Path home, String engineSocket) {
    Path real = real(folder);
    if (real.getParent() == null) {
      throw new CliException("workspace '/' is the whole machine", HINT);
    }
    Path realHome = Files.exists(home) ? real(home) : home;
    if (realHome.startsWith(real)) {
      throw new CliException(
          real.equals(realHome)
              ? "workspace '" + real + "' is the home folder"
              : "workspace '" + real + "' contains the home folder '" + realHome + "'",
          HINT);
    }
    if (SYSTEM.contains(real.toString())) {
      throw new CliException("workspace '" + real + "' is a folder of the system", HINT);
    }
    if (!engineSocket.isEmpty() && real(Path.of(engineSocket)).startsWith(real)) {
      throw new CliException(
          "workspace '" + real + "' contains the engine's socket '" + engineSocket + "'", HINT);
    }
    if (real.toString().chars().anyMatch(Character::isISOControl)) {
      throw new CliException("the workspace's path has a control character in it", HINT);
    }
    return withOwner(real);
  }

  private static Path real(Path path) {
    try {
      return path.toRealPath();
    } catch (IOException e) {
      throw new CliException(e, "workspace '" + path + "' does not exist", HINT);
    }
  }

  private static WorkspacePlan withOwner(Path real) {
    if (!Files.isDirectory(real)) {
      throw new CliException("workspace '" + real + "' is not a folder", HINT);
    }
    try {
      Map<String, Object> owner = Files.readAttributes(real, "unix:uid,gid");
      int uid = (Integer) owner.getOrDefault("uid", 0);
      int gid = (Integer) owner.getOrDefault("gid", 0);
      if (ReservedUsers.isReserved(uid)) {
        throw new CliException(
            "workspace '" + real + "' belongs to user " + uid + ", which is reserved for a sidecar",
            "give it to another user: chown -R USER '" + real + "'");
      }
      return new WorkspacePlan(real.toString(), uid, gid);
    } catch (IOException | UnsupportedOperationException e) {
      throw new CliException(e, "cannot tell who owns the workspace '" + real + "'", HINT);
    }
  }
}
