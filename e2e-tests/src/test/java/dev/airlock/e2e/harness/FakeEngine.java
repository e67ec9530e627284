package dev.airlock.e2e.harness;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/// A socket that answers every request as an engine of some version would answer `GET /version`:
/// for engines that cannot be run here any more.
public final class FakeEngine implements AutoCloseable {
  private final Path socket;
  private final ServerSocketChannel server;
  private final String answer;

  private FakeEngine(Path socket, String body, String apiVersion) throws IOException {
    this.socket = socket;
    answer =
        "HTTP/1.1 200 OK\r\nApi-Version: %s\r\nContent-Type: application/json\r\nConnection: close\r\nContent-Length: %d\r\n\r\n%s"
            .formatted(apiVersion, body.length(), body);
    server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
    server.bind(UnixDomainSocketAddress.of(socket));
    Thread.ofPlatform().daemon().name("fake engine").start(this::serve);
  }

  public static FakeEngine ofVersion(Path socket, String version, String apiVersion) {
    String body =
        "{\"Version\":\"%s\",\"ApiVersion\":\"%s\",\"MinAPIVersion\":\"1.12\",\"Os\":\"linux\",\"Arch\":\"amd64\"}"
            .formatted(version, apiVersion);
    try {
      return new FakeEngine(socket, body, apiVersion);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Where clients find it, in the form of `DOCKER_HOST`.
  public String dockerHost() {
    return "unix://" + socket;
  }

  private void serve() {
    while (server.isOpen()) {
      try (SocketChannel client = server.accept()) {
        client.read(ByteBuffer.allocate(1 << 16));
        client.write(ByteBuffer.wrap(answer.getBytes(StandardCharsets.US_ASCII)));
      } catch (IOException closed) {
        // the next client, or the end
      }
    }
  }

  @Override
  public void close() {
    try {
      server.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
