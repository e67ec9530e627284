package dev.airlock.broker.server;

import dev.airlock.broker.ownership.Ledger;
import dev.airlock.broker.ownership.OwnedObjects;
import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;

/// Has the ledger filled again after a restart of the broker: at start-up, and until it has worked
/// before each request, since a request decided without it would find nothing its own.
final class Memory {
  private static final long RETRY_NANOS = TimeUnit.SECONDS.toNanos(1);
  private static final System.Logger LOG = System.getLogger(Memory.class.getName());

  private final Optional<OwnedObjects> objects;
  private final Ledger ledger;
  private final Runnable afterwards;
  private final ReentrantLock lock = new ReentrantLock();
  private volatile boolean complete;
  private long retryAt = System.nanoTime();

  /// @param objects empty if this session is new: nothing can be its own then
  /// @param afterwards what is to be done once the ledger is filled
  Memory(Optional<OwnedObjects> objects, Ledger ledger, Runnable afterwards) {
    this.objects = objects;
    this.ledger = ledger;
    this.afterwards = afterwards;
    this.complete = objects.isEmpty();
  }

  /// Fills the ledger unless that is done; while the engine cannot be asked, at most once a second.
  void recall() {
    if (complete || objects.isEmpty()) {
      return;
    }
    lock.lock();
    try {
      if (!complete && System.nanoTime() - retryAt >= 0) {
        objects.get().teach(ledger);
        complete = true;
        afterwards.run();
      }
    } catch (IOException e) {
      LOG.log(System.Logger.Level.DEBUG, "the engine cannot be asked what the session has", e);
      retryAt = System.nanoTime() + RETRY_NANOS;
    } finally {
      lock.unlock();
    }
  }
}
