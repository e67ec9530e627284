package dev.airlock.cli.engine;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.SocketTimeoutException;
import java.net.StandardProtocolFamily;
import java.net.URI;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.Locale;

/// One plain question to an engine, with a time limit, at a hundredth of an API client's start-up
/// cost: every command begins with it.
///
/// The question is asked in HTTP/1.0, so that the answer ends with the connection.
public final class EngineRequest {
  private static final Duration TIMEOUT = Duration.ofSeconds(10);
  private static final int LARGEST_ANSWER = 16 << 20;
  private static final JsonMapper JSON = new JsonMapper();

  private EngineRequest() {}

  /// Whether we speak to such an address ourselves; others (TLS, ssh) are left to the Docker CLI.
  static boolean speaks(EngineAddress address) {
    return address.variables().isEmpty()
        && (address.host().startsWith("unix://") || address.host().startsWith("tcp://"));
  }

  /// Whether we can ask this engine ourselves.
  public static boolean speaks(Engine engine) {
    return engine.environment().getOrDefault("DOCKER_TLS_VERIFY", "").isEmpty()
        && engine.environment().getOrDefault("DOCKER_CERT_PATH", "").isEmpty()
        && (engine.host().startsWith("unix://") || engine.host().startsWith("tcp://"));
  }

  /// The JSON that `GET target` is answered with.
  ///
  /// @throws IOException if nobody answers in time, or not with 200 and JSON
  public static JsonNode get(String host, String target) throws IOException {
    String answer = exchange(socketAddress(host), target);
    int bodyAt = answer.indexOf("\r\n\r\n");
    String status = answer.lines().findFirst().orElse("");
    if (bodyAt < 0 || !status.matches("HTTP/1\\.[01] 200.*")) {
      throw new IOException("it answered '" + shortened(status) + "'");
    }
    byte[] body = answer.substring(bodyAt + 4).getBytes(ISO_8859_1);
    try {
      return JSON.readTree(body);
    } catch (JsonProcessingException e) {
      throw new IOException("its answer is not JSON", e);
    }
  }

  private static SocketAddress socketAddress(String host) throws IOException {
    if (host.startsWith("unix://")) {
      return UnixDomainSocketAddress.of(host.substring("unix://".length()));
    }
    try {
      URI uri = URI.create(host);
      if (uri.getHost() == null) {
        throw new IOException("'" + host + "' names no host");
      }
      InetSocketAddress address =
          new InetSocketAddress(uri.getHost(), uri.getPort() < 0 ? 2375 : uri.getPort());
      if (address.isUnresolved()) {
        throw new IOException("the name '" + uri.getHost() + "' is unknown");
      }
      return address;
    } catch (IllegalArgumentException e) {
      throw new IOException("'" + host + "' is no address of an engine", e);
    }
  }

  private static String exchange(SocketAddress address, String target) throws IOException {
    long deadline = System.nanoTime() + TIMEOUT.toNanos();
    boolean unix = address instanceof UnixDomainSocketAddress;
    try (Selector selector = Selector.open();
        SocketChannel channel =
            unix ? SocketChannel.open(StandardProtocolFamily.UNIX) : SocketChannel.open()) {
      channel.configureBlocking(false);
      if (!channel.connect(address)) {
        SelectionKey key = channel.register(selector, SelectionKey.OP_CONNECT);
        await(selector, deadline);
        channel.finishConnect();
        key.cancel();
        selector.selectNow();
      }
      SelectionKey key = channel.register(selector, SelectionKey.OP_WRITE);
      ByteBuffer question =
          ByteBuffer.wrap(
              ("GET " + target + " HTTP/1.0\r\nHost: docker\r\n\r\n").getBytes(ISO_8859_1));
      while (question.hasRemaining()) {
        await(selector, deadline);
        channel.write(question);
      }
      key.interestOps(SelectionKey.OP_READ);
      return readToEnd(channel, selector, deadline);
    }
  }

  private static String readToEnd(SocketChannel channel, Selector selector, long deadline)
      throws IOException {
    ByteArrayOutputStream answer = new ByteArrayOutputStream();
    ByteBuffer buffer = ByteBuffer.allocate(64 << 10);
    while (true) {
      await(selector, deadline);
      int count = channel.read(buffer);
      if (count < 0) {
        return answer.toString(ISO_8859_1);
      }
      answer.write(buffer.array(), 0, buffer.position());
      buffer.clear();
      if (answer.size() > LARGEST_ANSWER) {
        throw new IOException("its answer is too long");
      }
    }
  }

  private static void await(Selector selector, long deadline) throws IOException {
    long millis = (deadline - System.nanoTime()) / 1_000_000;
    if (millis <= 0 || selector.select(millis) == 0) {
      throw new SocketTimeoutException(
          String.format(Locale.ROOT, "no answer within %d s", TIMEOUT.toSeconds()));
    }
    selector.selectedKeys().clear();
  }

  private static String shortened(String line) {
    return line.length() > 80 ? line.substring(0, 80) + "…" : line;
  }
}
