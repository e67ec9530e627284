package dev.airlock.broker.policy;

/// What one container and one session may take. A container that asks for more memory, CPU or
/// processes gets the limit: it asked for an upper bound.
///
/// @param memoryBytes per container, also its default
/// @param nanoCpus per container, in 1e-9 CPUs, also its default
/// @param pids per container, also its default
/// @param jsonBodyBytes a body that is held in memory
/// @param spoolBytes a body that is held on disk until it is decided
/// @param expandedBytes a compressed body after expansion
public record Limits(
    long memoryBytes,
    long nanoCpus,
    int pids,
    int containers,
    int networks,
    int volumes,
    int jsonBodyBytes,
    long spoolBytes,
    long expandedBytes) {

  private static final long MIB = 1024L * 1024;
  private static final long GIB = 1024 * MIB;

  /// The documented defaults.
  public static final Limits DEFAULT =
      new Limits(8 * GIB, 8_000_000_000L, 4096, 200, 50, 200, (int) (2 * MIB), 16 * GIB, 32 * GIB);

  public Limits {
    if (memoryBytes <= 0
        || nanoCpus <= 0
        || pids <= 0
        || containers <= 0
        || networks <= 0
        || volumes <= 0
        || jsonBodyBytes <= 0
        || spoolBytes <= 0
        || expandedBytes <= 0) {
      throw new IllegalArgumentException("a limit is not positive");
    }
  }
}
