package dev.airlock.egress.dial;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// Asks the system's resolver, on platform threads: `getaddrinfo` would hold the carrier of a
/// virtual one.
public final class SystemResolver implements NameResolver, AutoCloseable {
  /// Questions that are asked at the same time; more wait.
  public static final int MAX_QUESTIONS = 32;

  /// How long a question may take, waiting included.
  public static final Duration TIMEOUT = Duration.ofSeconds(15);

  private static final Duration KEEP_THREAD = Duration.ofSeconds(10);

  private final ExecutorService threads = threads();

  @Override
  public List<InetAddress> resolve(String name) throws UnknownHostException {
    Callable<List<InetAddress>> question = () -> List.of(InetAddress.getAllByName(name));
    Future<List<InetAddress>> answer = threads.submit(question);
    try {
      return answer.get(TIMEOUT.toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException e) {
      throw unknown(name, "no address", e);
    } catch (TimeoutException e) {
      answer.cancel(true);
      throw unknown(name, "no answer in " + TIMEOUT.toSeconds() + " s", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw unknown(name, "interrupted", e);
    }
  }

  @Override
  public void close() {
    threads.shutdownNow();
  }

  private static ExecutorService threads() {
    var pool =
        new ThreadPoolExecutor(
            MAX_QUESTIONS,
            MAX_QUESTIONS,
            KEEP_THREAD.toSeconds(),
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(),
            Thread.ofPlatform().daemon().name("resolver-", 0).factory());
    pool.allowCoreThreadTimeOut(true);
    return pool;
  }

  private static UnknownHostException unknown(String name, String why, Exception cause) {
    var unknown = new UnknownHostException(name + ": " + why);
    unknown.initCause(cause);
    return unknown;
  }
}
