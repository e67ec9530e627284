package dev.airlock.http1;

import dev.airlock.http1.tls.ServerTls;
import java.io.Closeable;
import java.io.IOException;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Optional;

/// Accepts connections at an endpoint. Several threads may accept; closing wakes them.
public final class Listener implements Closeable {
  /// Connections that wait to be accepted.
  public static final int BACKLOG = 512;

  private final ServerSocketChannel channel;
  private final Endpoint local;
  private final Optional<ServerTls> tls;

  private Listener(ServerSocketChannel channel, Endpoint local, Optional<ServerTls> tls) {
    this.channel = channel;
    this.local = local;
    this.tls = tls;
  }

  /// Listens. A socket file that nobody listens on any more is replaced; its access rights are
  /// those of the process's umask.
  ///
  /// @throws BindException if somebody listens there, or the path is something else than a socket
  public static Listener bind(Endpoint endpoint, Optional<ServerTls> tls) throws IOException {
    return switch (endpoint) {
      case Endpoint.Unix(Path path) -> {
        if (tls.isPresent()) {
          throw new IOException("TLS on a unix socket");
        }
        removeStale(path);
        yield listening(
            ServerSocketChannel.open(StandardProtocolFamily.UNIX),
            UnixDomainSocketAddress.of(path),
            endpoint,
            tls);
      }
      case Endpoint.Tcp(String host, int port) -> {
        ServerSocketChannel channel = ServerSocketChannel.open();
        channel.setOption(StandardSocketOptions.SO_REUSEADDR, true);
        yield listening(channel, new InetSocketAddress(host, port), endpoint, tls);
      }
    };
  }

  private static Listener listening(
      ServerSocketChannel channel,
      SocketAddress address,
      Endpoint endpoint,
      Optional<ServerTls> tls)
      throws IOException {
    try {
      channel.bind(address, BACKLOG);
      Endpoint local =
          endpoint instanceof Endpoint.Tcp(String host, int _)
              ? new Endpoint.Tcp(host, ((InetSocketAddress) channel.getLocalAddress()).getPort())
              : endpoint;
      return new Listener(channel, local, tls);
    } catch (IOException | RuntimeException e) {
      channel.close();
      throw e;
    }
  }

  /// Waits for the next connection. TLS is not yet spoken on it when it is returned.
  public Transport accept() throws IOException {
    SocketChannel accepted = channel.accept();
    try {
      return transportOf(accepted);
    } catch (IOException | RuntimeException e) {
      accepted.close();
      throw e;
    }
  }

  private Transport transportOf(SocketChannel accepted) throws IOException {
    if (local instanceof Endpoint.Unix) {
      return new ChannelTransport(accepted, "unix");
    }
    String peer = peerOf(accepted);
    accepted.setOption(StandardSocketOptions.TCP_NODELAY, true);
    if (tls.isEmpty()) {
      return new ChannelTransport(accepted, peer);
    }
    return new TlsTransport(tls.get().layer(accepted.socket()), accepted.socket(), peer);
  }

  static String peerOf(SocketChannel channel) throws IOException {
    InetSocketAddress remote = (InetSocketAddress) channel.getRemoteAddress();
    String address = remote.getAddress().getHostAddress();
    return (address.indexOf(':') >= 0 ? "[" + address + "]" : address) + ":" + remote.getPort();
  }

  /// Where it listens; the port is the one that was chosen if 0 was asked for.
  public Endpoint local() {
    return local;
  }

  @Override
  public void close() throws IOException {
    try (channel) {
      if (local instanceof Endpoint.Unix(Path path)) {
        Files.deleteIfExists(path);
      }
    }
  }

  private static void removeStale(Path path) throws IOException {
    if (!Files.exists(path, LinkOption.NOFOLLOW_LINKS)) {
      return;
    }
    if (!Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS)
        .isOther()) {
      throw new BindException("'" + path + "' exists and is not a socket");
    }
    try (SocketChannel probe = SocketChannel.open(StandardProtocolFamily.UNIX)) {
      probe.configureBlocking(false); // a full backlog would make it wait
      probe.connect(UnixDomainSocketAddress.of(path));
    } catch (IOException e) {
      if (!Dialer.isBacklogFull(e)) {
        Files.deleteIfExists(path);
        return;
      }
    }
    throw new BindException("'" + path + "': somebody listens there");
  }
}
