package dev.airlock.benchmarks;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.airlock.http1.Dialer;
import dev.airlock.http1.Endpoint;
import dev.airlock.http1.Transport;
import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;

/// A client's connection that does as little as it can, so that what is measured is the proxy.
final class Connection implements Closeable {
  private static final Duration TIMEOUT = Duration.ofSeconds(10);
  private static final int ROOM = 128 * 1024;

  private final Transport transport;
  private final ByteBuffer received = ByteBuffer.allocateDirect(ROOM);
  private final byte[] head = new byte[8 * 1024];

  /// The head of a response, and how many bytes of its body came with it.
  record Response(int status, long length, boolean closes, int bodyBytes) {}

  Connection(Endpoint endpoint) throws IOException {
    transport = Dialer.connect(endpoint, TIMEOUT);
  }

  void send(ByteBuffer request) throws IOException {
    transport.write(request.duplicate());
  }

  /// Reads a response without keeping its body; all of it was read when this returns.
  Response receive() throws IOException {
    Response response = receiveHead();
    for (long left = response.length() - response.bodyBytes(); left > 0; ) {
      int read = transport.read(received.clear());
      if (read < 0) {
        throw new EOFException(left + " bytes of the body are missing");
      }
      left -= read;
    }
    return response;
  }

  /// Of a response without a body, as the one that opens a tunnel.
  Response receiveHead() throws IOException {
    received.clear();
    while (true) {
      if (transport.read(received) < 0) {
        throw new EOFException("no response");
      }
      int length = Math.min(received.position(), head.length);
      received.get(0, head, 0, length);
      String text = new String(head, 0, length, ISO_8859_1);
      int end = text.indexOf("\r\n\r\n");
      if (end >= 0) {
        return parse(text.substring(0, end), received.position() - end - 4);
      }
    }
  }

  private static Response parse(String head, int bodyBytes) {
    long length = 0;
    boolean closes = false;
    for (String line : head.split("\r\n", -1)) {
      int colon = line.indexOf(':');
      String name = line.substring(0, Math.max(colon, 0));
      String value = line.substring(colon + 1).strip();
      if (name.equalsIgnoreCase("Content-Length")) {
        length = Long.parseLong(value);
      } else if (name.equalsIgnoreCase("Connection")) {
        closes = value.equalsIgnoreCase("close");
      }
    }
    return new Response(Integer.parseInt(head.substring(9, 12)), length, closes, bodyBytes);
  }

  @Override
  public void close() throws IOException {
    transport.close();
  }
}
