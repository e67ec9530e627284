package dev.airlock.compose;

/// Places inside the session's containers.
public final class SessionPaths {
  /// The folder of the broker's socket. A folder, since a mounted socket file goes stale when the
  /// broker comes back.
  public static final String RUN = "/run/sandbox";

  public static final String SOCKET = RUN + "/docker.sock";

  /// The folder of the file with the session's own host names.
  public static final String NAMES = "/run/names";

  public static final String NAMES_FILE = NAMES + "/names";

  /// Where the broker keeps bodies until it has decided on them.
  public static final String SPOOL = "/var/spool/sandbox";

  /// The workload's home folder, whatever its user id.
  public static final String HOME = "/home/sandbox";

  /// Exists in a sidecar while that sidecar listens.
  public static final String READY_FILE = "/tmp/ready";

  /// The engine's own socket, in the broker's container only.
  public static final String ENGINE_SOCKET = "/run/engine/docker.sock";

  /// Where a private engine keeps images, containers and volumes.
  public static final String ENGINE_DATA = "/var/lib/engine";

  /// Exists while a private engine answers.
  public static final String ENGINE_READY_FILE = RUN + "/ready";

  private SessionPaths() {}
}
