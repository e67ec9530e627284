package dev.airlock.broker;

import dev.airlock.http1.Dialer;
import dev.airlock.http1.Endpoint;
import dev.airlock.http1.Framing;
import dev.airlock.http1.HeadLimits;
import dev.airlock.http1.ProtocolException;
import dev.airlock.http1.ResponseHead;
import dev.airlock.http1.Transport;
import dev.airlock.http1.Wire;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/// A client that sends any bytes, and waits ten seconds for an answer at most.
public final class RawClient implements Closeable {
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private final Transport transport;
  private final Wire wire;

  /// A whole answer.
  public record Answer(ResponseHead head, String body) {
    int status() {
      return head.status();
    }
  }

  public RawClient(Endpoint endpoint) throws IOException {
    transport = Dialer.connect(endpoint, PATIENCE);
    wire = new Wire(transport, HeadLimits.DEFAULT);
  }

  public RawClient send(String bytes) throws IOException {
    return send(bytes.getBytes(StandardCharsets.ISO_8859_1));
  }

  RawClient send(byte[] bytes) throws IOException {
    transport.write(ByteBuffer.wrap(bytes));
    return this;
  }

  /// The same, each byte in a packet of its own.
  RawClient sendOneByOne(String bytes) throws IOException {
    for (byte one : bytes.getBytes(StandardCharsets.ISO_8859_1)) {
      transport.write(ByteBuffer.wrap(new byte[] {one}));
    }
    return this;
  }

  /// A request with what every client sends.
  RawClient request(String method, String target, String body) throws IOException {
    return send(requestText(method, target, body));
  }

  static String requestText(String method, String target, String body) {
    boolean hasBody = !body.isEmpty();
    return method
        + " "
        + target
        + " HTTP/1.1\r\nHost: docker\r\n"
        + (hasBody
            ? "Content-Type: application/json\r\nContent-Length: " + body.length() + "\r\n"
            : "")
        + "\r\n"
        + body;
  }

  /// A request whose body is a tar.
  RawClient tar(String method, String target, byte[] body) throws IOException {
    String head =
        method
            + " "
            + target
            + " HTTP/1.1\r\nHost: docker\r\nContent-Type: application/x-tar\r\nContent-Length: "
            + body.length
            + "\r\n\r\n";
    return send(head).send(body);
  }

  RawClient endOutput() throws IOException {
    transport.shutdownOutput();
    return this;
  }

  public Answer answer() throws IOException {
    return answer("GET");
  }

  Answer answer(String method) throws IOException {
    try {
      transport.expireAfter(PATIENCE);
      ResponseHead head = head();
      InputStream body = wire.readBody(Framing.ofResponse(method, head));
      return new Answer(head, new String(body.readAllBytes(), StandardCharsets.UTF_8));
    } catch (ProtocolException e) {
      throw new IOException(e);
    }
  }

  ResponseHead head() throws IOException {
    try {
      return wire.readResponseHead();
    } catch (ProtocolException e) {
      throw new IOException(e);
    }
  }

  InputStream body(ResponseHead head) throws IOException {
    try {
      return wire.readBody(Framing.ofResponse("GET", head));
    } catch (ProtocolException e) {
      throw new IOException(e);
    }
  }

  /// Whether the broker has ended the connection: nothing more comes.
  boolean isEnded() throws IOException {
    transport.expireAfter(PATIENCE);
    try {
      return rest().isEmpty();
    } catch (IOException e) {
      return true;
    }
  }

  /// The raw stream after a head, to its end.
  String rest() throws IOException {
    transport.expireAfter(PATIENCE);
    return FakeDaemon.readRaw(wire);
  }

  @Override
  public void close() throws IOException {
    wire.close();
  }
}
