package dev.airlock.cli.rehearsal;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.util.stream.Collectors.joining;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.util.List;

/// An engine that has our images and nothing else, and agrees to everything: just enough of the
/// Docker API (1.51) for a {@link Rehearsal}. One answer a connection.
final class PaperEngine implements AutoCloseable {
  private static final String NETWORK =
      """
      {"Id":"paper","Name":"paper","IPAM":{"Config":[{"Subnet":"192.0.2.0/24"}]},"Containers":{}}\
      """;
  private static final String READY = "ready\n";

  private final ServerSocketChannel server;
  private final String images;

  private PaperEngine(ServerSocketChannel server, String images) {
    this.server = server;
    this.images = images;
  }

  /// @param tags the images that it has
  static PaperEngine start(Path socket, List<String> tags) throws IOException {
    ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
    server.bind(UnixDomainSocketAddress.of(socket));
    String images =
        tags.stream()
            .map(tag -> "{\"Id\":\"sha256:0\",\"RepoTags\":[\"%s\"]}".formatted(tag))
            .collect(joining(",", "[", "]"));
    PaperEngine engine = new PaperEngine(server, images);
    Thread.ofPlatform().daemon().name("paper engine").start(engine::serve);
    return engine;
  }

  private void serve() {
    try {
      while (true) {
        SocketChannel client = server.accept();
        Thread.ofPlatform().daemon().start(() -> answer(client));
      }
    } catch (ClosedChannelException end) {
      // The rehearsal is over.
    } catch (IOException e) {
      throw new IllegalStateException("the made-up engine failed", e);
    }
  }

  private void answer(SocketChannel client) {
    try (client) {
      BufferedReader reader =
          new BufferedReader(new InputStreamReader(Channels.newInputStream(client), ISO_8859_1));
      String request = reader.readLine();
      if (request == null) {
        return;
      }
      String target = request.replaceFirst("^(\\S+) (?:/v[0-9.]+)?(\\S+) .*", "$1 $2");
      client.write(ByteBuffer.wrap(answer(target).getBytes(ISO_8859_1)));
      if (target.startsWith("POST /exec/")) {
        // The gate of the pod: it goes on for as long as its caller likes.
        reader.skip(Long.MAX_VALUE);
      }
    } catch (IOException gone) {
      // The client is through.
    }
  }

  private String answer(String target) {
    if (target.startsWith("POST /exec/")) {
      return "HTTP/1.1 101 UPGRADED\r\nConnection: Upgrade\r\nUpgrade: tcp\r\n\r\n"
          + "\1\0\0\0\0\0\0"
          + (char) READY.length()
          + READY;
    }
    if (target.startsWith("POST ")) {
      return json("201 Created", "{\"Id\":\"paper\"}");
    }
    if (target.startsWith("DELETE ")) {
      return "HTTP/1.1 204 No Content\r\nConnection: close\r\n\r\n";
    }
    String path = target.substring("GET ".length()).replaceFirst("\\?.*", "");
    return json(
        "200 OK",
        switch (path) {
          case "/version" -> "{\"Version\":\"28.5.2\",\"ApiVersion\":\"1.51\"}";
          case "/images/json" -> images;
          case "/containers/json", "/networks" -> "[]";
          case "/volumes" -> "{\"Volumes\":[]}";
          default -> path.startsWith("/networks/") ? NETWORK : "{}";
        });
  }

  private static String json(String status, String content) {
    return "HTTP/1.1 %s\r\nContent-Type: application/json\r\nContent-Length: %d\r\nConnection: close\r\n\r\n%s"
        .formatted(status, content.length(), content);
  }

  @Override
  public void close() throws IOException {
    server.close();
  }
}
