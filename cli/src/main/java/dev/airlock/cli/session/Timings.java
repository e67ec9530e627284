package dev.airlock.cli.session;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// How long each phase of a run took. Phases that overlap each have their own length.
///
/// Thread-safe.
public final class Timings {
  private record Phase(String name, long fromNanos, long toNanos) {}

  private final long zero = System.nanoTime();
  private final List<Phase> phases = new ArrayList<>();

  /// Begins a phase; closing it ends it.
  public Running start(String name) {
    return new Running(name, System.nanoTime());
  }

  public synchronized void print(PrintStream out) {
    phases.forEach(phase ->
        out.println(
            String.format(
                Locale.ROOT,
                "sandbox: timing: %-12s %5d ms from %5d ms",
                phase.name,
                millis(phase.toNanos - phase.fromNanos),
                millis(phase.fromNanos - zero))));
    out.flush();
  }

  private synchronized void add(Phase phase) {
    phases.add(phase);
  }

  private static long millis(long nanos) {
    return nanos / 1_000_000;
  }

  /// A phase that has begun.
  public final class Running implements AutoCloseable {
    private final String name;
    private final long fromNanos;

    private Running(String name, long fromNanos) {
      this.name = name;
      this.fromNanos = fromNanos;
    }

    @Override
    public void close() {
      add(new Phase(name, fromNanos, System.nanoTime()));
    }
  }
}
