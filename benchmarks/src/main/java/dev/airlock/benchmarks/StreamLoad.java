package dev.airlock.benchmarks;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.airlock.http1.Endpoint;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Optional;

/// One large body through one connection.
final class StreamLoad {
  private static final int OK = 200;
  private static final int CREATED = 201;

  private StreamLoad() {}

  /// Bytes a second, counted from the request; a tunnel is opened before.
  ///
  /// @param tunnelTo where a CONNECT goes first, as `HOST:PORT`
  static double rate(Endpoint endpoint, Optional<String> tunnelTo, String path, long bytes)
      throws IOException {
    try (Connection connection = new Connection(endpoint)) {
      if (tunnelTo.isPresent()) {
        connection.send(
            bytes("CONNECT %s HTTP/1.1\r\nHost: %<s\r\n\r\n".formatted(tunnelTo.get())));
        requireOk(connection.receiveHead());
      }
      long begin = System.nanoTime();
      connection.send(bytes("GET " + path + " HTTP/1.1\r\nHost: docker\r\n\r\n"));
      Connection.Response response = connection.receive();
      requireOk(response);
      if (response.length() != bytes) {
        throw new IOException("a body of " + response.length() + " bytes came");
      }
      return response.length() / ((System.nanoTime() - begin) / 1e9);
    }
  }

  /// Makes the container whose content is the large body: the broker lets nobody have another's.
  static void createContainer(Endpoint broker) throws IOException {
    String body = "{\"Image\":\"sandbox/hello\"}";
    try (Connection connection = new Connection(broker)) {
      connection.send(
          bytes(
              "POST /v1.45/containers/create HTTP/1.1\r\nHost: docker\r\nContent-Type: application/json\r\n"
                  + "Content-Length: "
                  + body.length()
                  + "\r\n\r\n"
                  + body));
      Connection.Response response = connection.receive();
      if (response.status() != CREATED) {
        throw new IOException("creating a container: status " + response.status());
      }
    }
  }

  private static void requireOk(Connection.Response response) throws IOException {
    if (response.status() != OK) {
      throw new IOException("status " + response.status());
    }
  }

  private static ByteBuffer bytes(String text) {
    return ByteBuffer.wrap(text.getBytes(US_ASCII));
  }
}
