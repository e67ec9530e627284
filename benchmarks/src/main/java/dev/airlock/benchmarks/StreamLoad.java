package dev.airlock.benchmarks;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.airlock.http1.Endpoint;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Optional;

/// One large body through one connection.
final class StreamLoad {
  private static final int OK = 200;

  private StreamLoad() {}

  /// Bytes a second, counted from the request; a tunnel is opened before.
  ///
  /// @param tunnelTo where a CONNECT goes first, as `HOST:PORT`
  static double rate(Endpoint endpoint, Optional<String> tunnelTo, String path) throws IOException {
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
      return response.length() / ((System.nanoTime() - begin) / 1e9);
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
