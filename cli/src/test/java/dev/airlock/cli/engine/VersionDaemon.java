package dev.airlock.cli.engine;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;

/// Answers every question on a unix socket with the same JSON.
final class VersionDaemon implements AutoCloseable {
  private final ServerSocketChannel server;
  private final String answer;

  private VersionDaemon(ServerSocketChannel server, String answer) {
    this.server = server;
    this.answer = answer;
  }

  static VersionDaemon start(Path socket, String version, String api) throws IOException {
    ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
    server.bind(UnixDomainSocketAddress.of(socket));
    String json = "{\"Version\":\"%s\",\"ApiVersion\":\"%s\"}".formatted(version, api);
    VersionDaemon daemon =
        new VersionDaemon(
            server, "HTTP/1.0 200 OK\r\nContent-Type: application/json\r\n\r\n" + json);
    Thread.ofVirtual().start(daemon::serve);
    return daemon;
  }

  private void serve() {
    while (server.isOpen()) {
      try (SocketChannel client = server.accept()) {
        client.read(ByteBuffer.allocate(4096));
        client.write(ByteBuffer.wrap(answer.getBytes(ISO_8859_1)));
      } catch (ClosedChannelException e) {
        return;
      } catch (IOException e) {
        throw new IllegalStateException("the fake daemon failed", e);
      }
    }
  }

  @Override
  public void close() throws IOException {
    server.close();
  }
}
