package dev.airlock.e2e.harness;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/// Waiting for something that another process does: asked again until it holds or time is up.
public final class Deadline {
  private static final Duration BETWEEN = Duration.ofMillis(50);

  private Deadline() {}

  /// Returns when the condition holds.
  ///
  /// @throws AssertionError when it does not in time
  public static void await(String what, Duration limit, BooleanSupplier condition) {
    await(() -> what, limit, condition);
  }

  /// Returns when the condition holds.
  ///
  /// @param what says what was waited for, and how far it came
  /// @throws AssertionError when it does not in time
  public static void await(Supplier<String> what, Duration limit, BooleanSupplier condition) {
    long end = System.nanoTime() + limit.toNanos();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() >= end) {
        throw new AssertionError("not within " + limit.toSeconds() + " s: " + what.get());
      }
      LockSupport.parkNanos(BETWEEN.toNanos());
    }
  }
}
