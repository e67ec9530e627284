package dev.airlock.http1;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;

/// Closes transports whose deadline has passed: a socket channel has no read timeout of its own.
///
/// One thread looks at all of them ten times a second, so that moving a deadline is one volatile
/// write; it sleeps while there are none.
final class Watchdog {
  private static final long PERIOD_NANOS = 100_000_000;
  private static final Watchdog INSTANCE = new Watchdog();

  private final Set<ExpiringTransport> watched = ConcurrentHashMap.newKeySet();
  private final Thread thread =
      Thread.ofPlatform().daemon().name("http1-deadlines").unstarted(this::run);

  private Watchdog() {
    thread.start();
  }

  static void watch(ExpiringTransport transport) {
    INSTANCE.watched.add(transport);
    LockSupport.unpark(INSTANCE.thread);
  }

  static void forget(ExpiringTransport transport) {
    INSTANCE.watched.remove(transport);
  }

  private void run() {
    while (true) {
      if (watched.isEmpty()) {
        LockSupport.park(this);
      }
      LockSupport.parkNanos(this, PERIOD_NANOS);
      long now = System.nanoTime();
      for (ExpiringTransport transport : watched) {
        transport.expireIfDue(now);
      }
    }
  }
}
