package dev.airlock.e2e.harness;

import java.time.Duration;
import java.util.Optional;
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
    awaitValue(what, limit, () -> condition.getAsBoolean() ? Optional.of(true) : Optional.empty());
  }

  /// The first value that the source gives.
  ///
  /// @throws AssertionError when it gives none in time
  public static <T> T awaitValue(String what, Duration limit, Supplier<Optional<T>> source) {
    long end = System.nanoTime() + limit.toNanos();
    while (true) {
      Optional<T> value = source.get();
      if (value.isPresent()) {
        return value.get();
      }
      if (System.nanoTime() >= end) {
        throw new AssertionError("not within " + limit.toSeconds() + " s: " + what);
      }
      LockSupport.parkNanos(BETWEEN.toNanos());
    }
  }
}
