package dev.airlock.cli;

/// How the commands end; the table for users is in `docs/reference/cli.md`.
public final class ExitStatus {
  public static final int OK = 0;

  /// A command other than `run` failed.
  public static final int FAILED = 1;

  /// A command other than `run` was called wrongly.
  public static final int USAGE = 2;

  /// `run` itself failed or was called wrongly: any other status is the workload's, as with `docker
  /// run`.
  public static final int OWN_FAILURE = 125;

  /// Added to the number of the signal that ended the command.
  public static final int SIGNAL_BASE = 128;

  private ExitStatus() {}
}
