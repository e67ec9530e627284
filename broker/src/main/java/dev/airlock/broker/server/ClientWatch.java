package dev.airlock.broker.server;

import dev.airlock.http1.Wire;
import java.io.Closeable;
import java.io.IOException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/// Ends an answer that takes long when its client has gone: else `logs -f` of a silent container
/// would hold its connection to the daemon for ever.
final class ClientWatch implements Closeable {
  /// An answer that is quicker is not watched.
  private static final long GRACE_MILLIS = 1_000;

  private final CountDownLatch answered = new CountDownLatch(1);
  private final Wire client;
  private final Closeable answer;
  private final Thread thread;

  /// @param answer what is closed when the client has gone
  ClientWatch(Wire client, Closeable answer) {
    this.client = client;
    this.answer = answer;
    this.thread = Thread.ofVirtual().name("watch").start(this::watch);
  }

  private void watch() {
    try {
      if (!answered.await(GRACE_MILLIS, TimeUnit.MILLISECONDS) && !client.awaitPeer()) {
        if (answered.getCount() > 0) {
          answer.close();
        }
      }
    } catch (IOException e) {
      closeAnswer();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void closeAnswer() {
    try {
      if (answered.getCount() > 0) {
        answer.close();
      }
    } catch (IOException e) {
      // It is given up in any case.
    }
  }

  /// The answer is whole.
  @Override
  public void close() {
    answered.countDown();
  }

  /// Waits until nobody but the caller reads from the client.
  void awaitEnd() {
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
