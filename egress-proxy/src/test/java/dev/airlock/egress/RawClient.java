package dev.airlock.egress;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/// Sends any bytes to the proxy, and reads what comes.
final class RawClient implements AutoCloseable {
  private static final int TIMEOUT_MILLIS = 15_000;

  private final Socket socket;

  private RawClient(Socket socket) {
    this.socket = socket;
  }

  static RawClient connect(int port) throws IOException {
    var socket = new Socket(InetAddress.getLoopbackAddress(), port);
    socket.setSoTimeout(TIMEOUT_MILLIS);
    socket.setTcpNoDelay(true);
    return new RawClient(socket);
  }

  RawClient send(String text) throws IOException {
    return send(text.getBytes(StandardCharsets.ISO_8859_1));
  }

  RawClient send(byte[] bytes) throws IOException {
    socket.getOutputStream().write(bytes);
    socket.getOutputStream().flush();
    return this;
  }

  /// Sends a head: the lines, each with its line end, and an empty one.
  RawClient sendHead(String... lines) throws IOException {
    return send(String.join("\r\n", lines) + "\r\n\r\n");
  }

  RawClient sendOneByOne(byte[] bytes) throws IOException {
    for (byte b : bytes) {
      send(new byte[] {b});
    }
    return this;
  }

  RawClient connectTo(String authority) throws IOException {
    return send("CONNECT " + authority + " HTTP/1.1\r\nHost: " + authority + "\r\n\r\n");
  }

  RawClient get(String uri, String host) throws IOException {
    return send("GET " + uri + " HTTP/1.1\r\nHost: " + host + "\r\n\r\n");
  }

  /// Reads a head; empty at the end of the connection.
  String readHead() throws IOException {
    return readUntil("\r\n\r\n");
  }

  String readUntil(String end) throws IOException {
    var text = new StringBuilder();
    while (text.indexOf(end) < 0) {
      int next = socket.getInputStream().read();
      if (next < 0) {
        break;
      }
      text.append((char) next);
    }
    return text.toString();
  }

  /// A head and the body that its Content-Length announces.
  String readResponse() throws IOException {
    String head = readHead();
    int at = head.indexOf("Content-Length: ");
    if (at < 0) {
      return head;
    }
    int length =
        Integer.parseInt(
            head.substring(at + "Content-Length: ".length(), head.indexOf("\r\n", at)));
    return head + new String(readBytes(length), StandardCharsets.ISO_8859_1);
  }

  byte[] readBytes(int count) throws IOException {
    return socket.getInputStream().readNBytes(count);
  }

  byte[] readAll() throws IOException {
    return socket.getInputStream().readAllBytes();
  }

  void shutdownOutput() throws IOException {
    socket.shutdownOutput();
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
