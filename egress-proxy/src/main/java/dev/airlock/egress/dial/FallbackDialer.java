package dev.airlock.egress.dial;

import dev.airlock.http1.Transport;
import java.io.IOException;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/// Connects to one of several addresses: the families take turns, and the next address is tried
/// when one failed or has not answered for [#STAGGER] (after RFC 8305).
final class FallbackDialer {
  static final Duration STAGGER = Duration.ofMillis(250);

  /// Of a longer answer the rest is not tried.
  static final int MAX_ADDRESSES = 8;

  private final AddressDialer dialer;
  private final Duration timeout;

  FallbackDialer(AddressDialer dialer, Duration timeout) {
    this.dialer = dialer;
    this.timeout = timeout;
  }

  /// A connection and where it goes.
  record Connected(Transport transport, InetAddress address) {}

  /// @param addresses at least one
  /// @throws SocketTimeoutException if no address answered in time
  /// @throws IOException the failure of the last one if all failed
  Connected connect(List<InetAddress> addresses, int port) throws IOException {
    List<InetAddress> order = inTurns(addresses);
    return order.size() == 1
        ? new Connected(dialer.connect(order.getFirst(), port, timeout), order.getFirst())
        : new Race(order, port).run();
  }

  private static List<InetAddress> inTurns(List<InetAddress> addresses) {
    boolean startsWithV6 = addresses.getFirst() instanceof Inet6Address;
    var first = new ArrayDeque<InetAddress>();
    var second = new ArrayDeque<InetAddress>();
    for (InetAddress address : addresses) {
      (address instanceof Inet6Address == startsWithV6 ? first : second).add(address);
    }
    var order = new ArrayList<InetAddress>();
    while (order.size() < MAX_ADDRESSES && !(first.isEmpty() && second.isEmpty())) {
      var family = (order.size() % 2 == 0 && !first.isEmpty()) || second.isEmpty() ? first : second;
      order.add(family.remove());
    }
    return order;
  }

  /// One winner; whoever connects after it closes again.
  private final class Race {
    private sealed interface Outcome {}

    private record Success(Connected connected) implements Outcome {}

    private record Failure(IOException cause) implements Outcome {}

    private final List<InetAddress> order;
    private final int port;
    private final long deadline = System.nanoTime() + timeout.toNanos();
    private final AtomicBoolean decided = new AtomicBoolean();
    private final BlockingQueue<Outcome> outcomes = new LinkedBlockingQueue<>();
    private int started;
    private int failed;

    Race(List<InetAddress> order, int port) {
      this.order = order;
      this.port = port;
    }

    Connected run() throws IOException {
      try {
        while (true) {
          if (started < order.size()) {
            start(order.get(started++));
          }
          switch (next()) {
            case Success(Connected connected) -> {
              return connected;
            }
            case Failure(IOException cause) -> {
              if (failed == order.size()) {
                throw cause;
              }
            }
          }
        }
      } catch (InterruptedException e) {
        decided.set(true);
        Thread.currentThread().interrupt();
        throw new IOException("interrupted while connecting", e);
      }
    }

    /// The next outcome, or a failure that counts for nothing when it is time for the next address.
    private Outcome next() throws InterruptedException, IOException {
      long left = deadline - System.nanoTime();
      long wait = started < order.size() ? Math.min(left, STAGGER.toNanos()) : left;
      Outcome outcome = outcomes.poll(wait, TimeUnit.NANOSECONDS);
      if (outcome != null) {
        failed += outcome instanceof Failure ? 1 : 0;
        return outcome;
      }
      if (deadline - System.nanoTime() <= 0) {
        if (!decided.compareAndSet(false, true)) {
          return outcomes.take();
        }
        throw new SocketTimeoutException("connect timed out");
      }
      return new Failure(new SocketTimeoutException("no answer yet"));
    }

    private void start(InetAddress address) {
      Thread.ofVirtual().start(() -> attempt(address));
    }

    private void attempt(InetAddress address) {
      try {
        Transport transport = dialer.connect(address, port, timeout);
        if (decided.compareAndSet(false, true)) {
          outcomes.add(new Success(new Connected(transport, address)));
        } else {
          transport.close();
        }
      } catch (IOException e) {
        outcomes.add(new Failure(e));
      }
    }
  }
}
