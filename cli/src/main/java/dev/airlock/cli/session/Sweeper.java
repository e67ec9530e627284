package dev.airlock.cli.session;

import dev.airlock.cli.CliException;
import dev.airlock.cli.session.EngineObjects.Found;
import dev.airlock.cli.session.EngineObjects.Kind;
import dev.airlock.compose.SessionNames;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/// Removes everything of one session: containers with their siblings, networks, volumes, images.
///
/// By the engine's API and the label, in parallel: `compose down` knows only what it started, and
/// waits for each.
final class Sweeper {
  private static final int ROUNDS = 40;
  private static final int IMAGE_ROUNDS = 10;
  private static final long PAUSE_MILLIS = 100;

  private final EngineObjects objects;

  Sweeper(EngineObjects objects) {
    this.objects = objects;
  }

  /// Returns when nothing is left.
  ///
  /// @throws CliException naming what cannot be removed
  void sweep(SessionNames names) {
    try (ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor()) {
      List<RuntimeException> failures = new ArrayList<>();
      for (int round = 0; round < ROUNDS; round++) {
        List<Found> left = objects.find(Optional.of(names.id()));
        if (left.isEmpty()) {
          removeImages(names, executor);
          return;
        }
        failures.clear();
        // Containers first: they hold networks and volumes.
        for (Kind kind : Kind.values()) {
          failures.addAll(removeAll(of(kind, left), executor));
        }
        if (!failures.isEmpty() || round > 1) {
          pause();
        }
      }
      throw new CliException(
          "session '%s' could not be removed wholly: %s"
              .formatted(
                  names.id(),
                  failures.isEmpty() ? "objects keep appearing" : failures.getFirst().getMessage()),
          "run 'sandbox prune' when the engine has recovered");
    }
  }

  private static List<Found> of(Kind kind, List<Found> all) {
    return all.stream().filter(found -> found.kind() == kind).toList();
  }

  /// Removes the session's images; those that others were made from need another round.
  private void removeImages(SessionNames names, ExecutorService executor) {
    for (int round = 0; round < IMAGE_ROUNDS; round++) {
      List<String> images = objects.images(names);
      if (images.isEmpty()) {
        return;
      }
      List<Future<?>> removals = new ArrayList<>();
      for (String image : images) {
        removals.add(executor.submit(() -> objects.removeImage(image)));
      }
      failures(removals);
    }
  }

  private List<RuntimeException> removeAll(List<Found> founds, ExecutorService executor) {
    List<Future<?>> removals = new ArrayList<>();
    for (Found found : founds) {
      removals.add(executor.submit(() -> objects.remove(found)));
    }
    return failures(removals);
  }

  private static List<RuntimeException> failures(List<Future<?>> removals) {
    List<RuntimeException> failures = new ArrayList<>();
    for (Future<?> removal : removals) {
      try {
        removal.get();
      } catch (ExecutionException e) {
        failures.add(
            e.getCause() instanceof RuntimeException failure
                ? failure
                : new IllegalStateException(e.getCause()));
      } catch (InterruptedException e) {
        throw interrupted(e);
      }
    }
    return failures;
  }

  private static void pause() {
    try {
      Thread.sleep(PAUSE_MILLIS);
    } catch (InterruptedException e) {
      throw interrupted(e);
    }
  }

  /// Signals do not interrupt a clean-up: they are what it follows.
  private static IllegalStateException interrupted(InterruptedException e) {
    return new IllegalStateException("interrupted while removing a session", e);
  }
}
