package dev.airlock.http1;

import dev.airlock.http1.tls.ClientTls;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/// Makes connections.
public final class Dialer {
  private static final Duration FIRST_PAUSE = Duration.ofMillis(1);
  private static final Duration LONGEST_PAUSE = Duration.ofMillis(50);

  private Dialer() {}

  /// Connects in the clear.
  ///
  /// @throws SocketTimeoutException if that takes longer than the timeout
  public static Transport connect(Endpoint endpoint, Duration timeout) throws IOException {
    return connect(endpoint, Optional.empty(), timeout);
  }

  /// Connects, over TLS if one is given. A host with several addresses is tried at each in turn.
  /// The handshake comes with the first byte read or written.
  public static Transport connect(Endpoint endpoint, Optional<ClientTls> tls, Duration timeout)
      throws IOException {
    long deadline = System.nanoTime() + timeout.toNanos();
    return switch (endpoint) {
      case Endpoint.Unix(Path path) -> {
        if (tls.isPresent()) {
          throw new IOException("TLS on a unix socket");
        }
        yield new ChannelTransport(unix(path, deadline), "unix");
      }
      case Endpoint.Tcp(String host, int port) -> {
        SocketChannel channel = tcp(host, port, deadline);
        yield tls.isPresent()
            ? layered(tls.get(), channel, host, port)
            : new ChannelTransport(channel, Listener.peerOf(channel));
      }
    };
  }

  /// Connects to this very address; nothing is resolved.
  public static Transport connect(InetSocketAddress address, Duration timeout) throws IOException {
    SocketChannel channel = tcp(address, System.nanoTime() + timeout.toNanos());
    return new ChannelTransport(channel, Listener.peerOf(channel));
  }

  private static Transport layered(ClientTls tls, SocketChannel channel, String host, int port)
      throws IOException {
    try {
      return new TlsTransport(
          tls.layer(channel.socket(), host, port), channel.socket(), Listener.peerOf(channel));
    } catch (IOException | RuntimeException e) {
      channel.close();
      throw e;
    }
  }

  private static SocketChannel tcp(String host, int port, long deadline) throws IOException {
    IOException last = new ConnectException("'" + host + "' has no address");
    for (InetAddress address : InetAddress.getAllByName(host)) {
      try {
        return tcp(new InetSocketAddress(address, port), deadline);
      } catch (IOException e) {
        last = e;
      }
    }
    throw last;
  }

  private static SocketChannel tcp(InetSocketAddress address, long deadline) throws IOException {
    SocketChannel channel = SocketChannel.open();
    try {
      channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
      channel.socket().connect(address, millisUntil(deadline));
      return channel;
    } catch (IOException | RuntimeException e) {
      channel.close();
      throw e;
    }
  }

  /// A full backlog makes a blocking connect() to a unix socket wait without a limit on a platform
  /// thread, and fail at once on a virtual one: ask without blocking, and try again.
  private static SocketChannel unix(Path path, long deadline) throws IOException {
    Duration pause = FIRST_PAUSE;
    while (true) {
      SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX);
      try {
        channel.configureBlocking(false);
        channel.connect(UnixDomainSocketAddress.of(path));
        channel.configureBlocking(true);
        return channel;
      } catch (IOException e) {
        channel.close();
        if (!isBacklogFull(e)) {
          throw e;
        }
      } catch (RuntimeException e) {
        channel.close();
        throw e;
      }
      sleepWithin(pause, deadline);
      pause =
          pause.multipliedBy(2).compareTo(LONGEST_PAUSE) < 0
              ? pause.multipliedBy(2)
              : LONGEST_PAUSE;
    }
  }

  static boolean isBacklogFull(IOException failure) {
    return failure.getMessage() != null
        && failure.getMessage().contains("Resource temporarily unavailable");
  }

  private static void sleepWithin(Duration pause, long deadline) throws IOException {
    if (deadline - System.nanoTime() < pause.toNanos()) {
      throw new SocketTimeoutException("connect timed out: the listener's backlog is full");
    }
    try {
      Thread.sleep(pause);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while connecting", e);
    }
  }

  private static int millisUntil(long deadline) throws SocketTimeoutException {
    long millis = (deadline - System.nanoTime()) / 1_000_000;
    if (millis <= 0) {
      throw new SocketTimeoutException("connect timed out");
    }
    return (int) Math.min(millis, Integer.MAX_VALUE);
  }
}
