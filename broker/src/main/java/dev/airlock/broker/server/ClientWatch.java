package dev.airlock.broker.server;

import dev.airlock.http1.Wire;
import java.io.Closeable;
import java.io.IOException;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/// Ends an answer that takes long when its client has gone: else `logs -f` of a silent container
/// would hold its connection to the daemon for ever.
///
/// Most answers are whole at once. So nothing is started for each: one thread looks now and then
/// for those that are not, and has them watched.
final class ClientWatch implements Closeable {
  /// An answer that is quicker is not watched.
  private static final long GRACE_NANOS = 1_000_000_000;

  private static final long PERIOD_MILLIS = 250;

  private static final Set<ClientWatch> ANSWERING = ConcurrentHashMap.newKeySet();

  static {
    Thread.ofPlatform().daemon().name("client-watch").start(ClientWatch::watchSlowAnswers);
  }

  private final long began = System.nanoTime();
  private final Wire client;
  private final Closeable answer;
  private @Nullable Thread thread;
  private boolean answered;

  /// @param answer what is closed when the client has gone; not one that made the connection a raw
  ///   stream, whose bytes are not the watch's to read
  ClientWatch(Wire client, Closeable answer) {
    this.client = client;
    this.answer = answer;
    ANSWERING.add(this);
  }

  private static void watchSlowAnswers() {
    try {
      while (true) {
        Thread.sleep(PERIOD_MILLIS);
        long now = System.nanoTime();
        ANSWERING.removeIf(each -> now - each.began > GRACE_NANOS && each.begin());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private synchronized boolean begin() {
    if (!answered) {
      thread = Thread.ofVirtual().name("watch").start(this::watch);
    }
    return true;
  }

  private void watch() {
    try {
      if (!client.awaitPeer()) {
        endAnswer();
      }
    } catch (IOException e) {
      endAnswer();
    }
  }

  private void endAnswer() {
    if (isAnswered()) {
      return;
    }
    try {
      answer.close();
    } catch (IOException e) {
      // It is given up in any case.
    }
  }

  private synchronized boolean isAnswered() {
    return answered;
  }

  /// The answer is whole.
  @Override
  public void close() {
    ANSWERING.remove(this);
    synchronized (this) {
      answered = true;
    }
  }

  /// After [#close], the thread that still reads from the client, if there is one.
  synchronized @Nullable Thread reader() {
    return thread;
  }
}
