package dev.airlock.compose;

/// User ids of the sidecars, which no workload may have.
///
/// SECURITY: the broker's uid is what tells it from the workload inside their one network
/// namespace.
public final class ReservedUsers {
  public static final int BROKER = 64_100;
  public static final int EGRESS = 64_101;

  private ReservedUsers() {}

  public static boolean isReserved(int uid) {
    return uid == BROKER || uid == EGRESS;
  }
}
