package dev.airlock.cli.engine;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;

/// An engine on a unix socket that tells its version and its images, has nothing else, and keeps
/// the request lines.
///
/// Thread-safe.
public final class RecordingEngine implements AutoCloseable {
  private final ServerSocketChannel server;
  private final String version;
  private final String images;
  private final List<String> requests = new CopyOnWriteArrayList<>();

  private RecordingEngine(ServerSocketChannel server, String version, String images) {
    this.server = server;
    this.version = version;
    this.images = images;
  }

  /// Listens at a socket.
  ///
  /// @param tags the images that it has
  public static RecordingEngine start(Path socket, String version, String api, String... tags)
      throws IOException {
    ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
    server.bind(UnixDomainSocketAddress.of(socket));
    RecordingEngine engine =
        new RecordingEngine(
            server,
            "{\"Version\":\"%s\",\"ApiVersion\":\"%s\"}".formatted(version, api),
            List.of(tags).stream()
                .map(tag -> "{\"Id\":\"%s\",\"RepoTags\":[\"%s\"]}".formatted(tag, tag))
                .collect(Collectors.joining(",", "[", "]")));
    Thread.ofVirtual().start(engine::serve);
    return engine;
  }

  /// What it was asked, such as `GET /version HTTP/1.0`.
  public List<String> requests() {
    return List.copyOf(requests);
  }

  private void serve() {
    while (server.isOpen()) {
      try (SocketChannel client = server.accept()) {
        ByteBuffer head = ByteBuffer.allocate(8192);
        client.read(head);
        String request = UTF_8.decode(head.flip()).toString().lines().findFirst().orElse("");
        requests.add(request);
        client.write(ByteBuffer.wrap(answer(request).getBytes(ISO_8859_1)));
      } catch (ClosedChannelException e) {
        return;
      } catch (IOException e) {
        throw new IllegalStateException("the fake engine failed", e);
      }
    }
  }

  private String answer(String request) {
    String path = request.replaceFirst("^\\S+ (/v[0-9.]+)?", "");
    if (path.startsWith("/version ")) {
      return answer("200 OK", version);
    }
    return path.startsWith("/images/json")
        ? answer("200 OK", images)
        : answer("404 Not Found", "{\"message\":\"there is no such thing\"}");
  }

  private static String answer(String status, String json) {
    return "HTTP/1.1 %s\r\nContent-Type: application/json\r\nContent-Length: %d\r\nConnection: close\r\n\r\n%s"
        .formatted(status, json.length(), json);
  }

  @Override
  public void close() throws IOException {
    server.close();
  }
}
