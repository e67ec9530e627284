package dev.airlock.http1;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.io.OutputStream;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(30)
class ServerWireTest {
  private static final Duration TIMEOUT = Duration.ofSeconds(10);

  @TempDir private Path directory;

  private Endpoint socket() {
    return new Endpoint.Unix(directory.resolve("s"));
  }

  private static Listener listen(Endpoint endpoint) throws IOException {
    return Listener.bind(endpoint, Optional.empty());
  }

  /// Answers every request of a connection with its own body, and a bad one with its status.
  private static void echo(Transport connection) throws IOException {
    Wire wire = new Wire(connection, HeadLimits.DEFAULT);
    try {
      for (Optional<RequestHead> head = wire.readRequestHead();
          head.isPresent();
          head = wire.readRequestHead()) {
        Framing framing = Framing.ofRequest(head.get());
        Framing answer = framing instanceof Framing.None ? new Framing.Length(0) : framing;
        wire.write(new ResponseHead(200, "OK", Fields.EMPTY).with(answer));
        try (OutputStream out = wire.writeBody(answer)) {
          wire.readBody(framing).transferTo(out);
        }
      }
    } catch (ProtocolException e) {
      wire.write(new ResponseHead(e.status(), "No", Fields.of("Content-Length", "0")));
      wire.closeAfterLastResponse();
    }
  }

  @Test
  void servesOneByteAtATime() throws Exception {
    try (Server server = new Server(listen(socket()), 8, ServerWireTest::echo)) {
      server.start();
      Transport client = Dialer.connect(socket(), TIMEOUT);
      String request =
          "POST / HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n3;a=b\r\nabc\r\n0\r\nT: u\r\n\r\n";
      for (byte b : (request + request).getBytes(ISO_8859_1)) {
        client.output().write(b);
      }
      client.shutdownOutput();

      String response =
          "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\n\r\n";
      assertThat(new String(client.input().readAllBytes(), ISO_8859_1))
          .isEqualTo(response + response);
    }
  }

  @Test
  void theLastResponseIsReadThoughTheClientIsStillSending() throws Exception {
    try (Server server =
        new Server(listen(new Endpoint.Tcp("127.0.0.1", 0)), 8, ServerWireTest::echo)) {
      server.start();
      try (Transport client = Dialer.connect(server.local(), TIMEOUT)) {
        client.output().write("POST /\\ HTTP/1.1\r\n\r\n".getBytes(ISO_8859_1));
        client.output().write(new byte[500_000]);

        assertThat(new String(client.input().readAllBytes(), ISO_8859_1))
            .isEqualTo("HTTP/1.1 400 No\r\nContent-Length: 0\r\n\r\n");
      }
    }
  }

  @Test
  void holdsNoMoreConnectionsThanTheCap() throws Exception {
    int cap = 3;
    BlockingQueue<String> held = new ArrayBlockingQueue<>(10);
    CountDownLatch release = new CountDownLatch(1);
    try (Server server =
        new Server(
            listen(socket()),
            cap,
            connection -> {
              held.add(connection.peer());
              await(release);
            })) {
      server.start();
      List<Transport> clients = new ArrayList<>();
      for (int i = 0; i < cap + 1; i++) {
        clients.add(Dialer.connect(socket(), TIMEOUT));
      }
      for (int i = 0; i < cap; i++) {
        assertThat(held.poll(10, TimeUnit.SECONDS)).isEqualTo("unix");
      }
      assertThat(held.poll(200, TimeUnit.MILLISECONDS)).isNull();
      assertThat(server.connections()).isEqualTo(cap);

      release.countDown();

      assertThat(held.poll(10, TimeUnit.SECONDS)).isEqualTo("unix");
      for (Transport client : clients) {
        assertThat(client.input().read()).isEqualTo(-1);
        client.close();
      }
    }
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Test
  void closingEndsEveryConnectionAndRemovesTheSocket() throws Exception {
    Server server = new Server(listen(socket()), 8, ServerWireTest::echo);
    server.start();
    Transport client = Dialer.connect(socket(), TIMEOUT);
    client.output().write("GET / HTTP/1.1\r\nHost: h\r\n\r\n".getBytes(ISO_8859_1));
    assertThat(new Wire(client, HeadLimits.DEFAULT).readResponseHead().status()).isEqualTo(200);

    server.close();

    assertThat(client.input().read()).isEqualTo(-1);
    assertThat(directory.resolve("s")).doesNotExist();
  }

  @Test
  void aBugInAHandlerEndsItsConnectionOnly() throws Exception {
    try (Server server =
        new Server(
            listen(socket()),
            1,
            connection -> {
              throw new IllegalStateException("a bug, on purpose");
            })) {
      server.start();
      for (int i = 0; i < 3; i++) {
        try (Transport client = Dialer.connect(socket(), TIMEOUT)) {
          assertThat(client.input().read()).isEqualTo(-1);
        }
      }
    }
  }

  @Test
  void replacesASocketThatNobodyListensOn() throws Exception {
    try (var channel = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
      channel.bind(UnixDomainSocketAddress.of(directory.resolve("s")));
    }
    assertThat(directory.resolve("s")).exists();

    listen(socket()).close();
  }

  @Test
  void refusesToBindWhereSomebodyListens() throws Exception {
    try (Listener first = listen(socket())) {
      assertThatExceptionOfType(BindException.class).isThrownBy(() -> listen(first.local()));
    }
  }

  @Test
  void refusesToReplaceAFile() throws Exception {
    Files.writeString(directory.resolve("s"), "precious");

    assertThatExceptionOfType(BindException.class).isThrownBy(() -> listen(socket()));
    assertThat(directory.resolve("s")).hasContent("precious");
  }

  @Test
  void waitsForAFullBacklogUntilTheTimeout() throws Exception {
    try (Listener listener = listen(socket())) {
      List<Transport> waiting = new ArrayList<>();
      assertThatExceptionOfType(SocketTimeoutException.class)
          .isThrownBy(() -> {
            while (waiting.size() <= 2 * Listener.BACKLOG) {
              waiting.add(Dialer.connect(socket(), Duration.ofMillis(100)));
            }
          });

      Thread.ofVirtual().start(() -> acceptTwo(listener));
      waiting.add(Dialer.connect(socket(), TIMEOUT));
      for (Transport transport : waiting) {
        transport.close();
      }
    }
  }

  private static void acceptTwo(Listener listener) {
    try {
      listener.accept().close();
      listener.accept().close();
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void takesNobodyAfterClose() throws Exception {
    for (int round = 0; round < 200; round++) {
      Server server = new Server(listen(new Endpoint.Tcp("127.0.0.1", 0)), 8, ServerWireTest::echo);
      server.start();
      Endpoint.Tcp local = (Endpoint.Tcp) server.local();
      Dialer.connect(local, TIMEOUT).close();

      server.close();

      try (ServerSocketChannel again = ServerSocketChannel.open(StandardProtocolFamily.INET)) {
        again.setOption(StandardSocketOptions.SO_REUSEADDR, true);
        again.bind(new InetSocketAddress(local.host(), local.port()));
        assertThat(again.isOpen()).isTrue();
      }
    }
  }

  @Test
  void closesAConnectionWhoseHeadDoesNotCome() throws Exception {
    try (SocketPair pair = SocketPair.unix(directory, "p")) {
      Duration soon = Duration.ofMillis(150);
      Wire wire =
          new Wire(
              pair.server(),
              HeadLimits.DEFAULT,
              TargetForms.ORIGIN,
              ReadDeadlines.of(TIMEOUT, soon, TIMEOUT));
      pair.client().output().write('G');

      assertThatExceptionOfType(SocketTimeoutException.class).isThrownBy(wire::readRequestHead);
      assertThat(pair.client().input().read()).isEqualTo(-1);
    }
  }

  @Test
  void closesAConnectionWhoseBodyStalls() throws Exception {
    try (SocketPair pair = SocketPair.tcp()) {
      Wire wire =
          new Wire(
              pair.server(),
              HeadLimits.DEFAULT,
              TargetForms.ORIGIN,
              ReadDeadlines.of(TIMEOUT, TIMEOUT, Duration.ofMillis(150)));
      pair.client()
          .output()
          .write("PUT / HTTP/1.1\r\nHost: h\r\nContent-Length: 9\r\n\r\nx".getBytes(ISO_8859_1));
      Framing framing = Framing.ofRequest(wire.readRequestHead().orElseThrow());

      assertThatExceptionOfType(SocketTimeoutException.class)
          .isThrownBy(() -> wire.readBody(framing).readAllBytes());
    }
  }

  @Test
  void listensOnBothFamiliesAtTheWildcard() throws Exception {
    try (Listener listener = listen(new Endpoint.Tcp("::", 0))) {
      int port = ((Endpoint.Tcp) listener.local()).port();
      for (String host : List.of("127.0.0.1", "::1")) {
        try (Transport client = Dialer.connect(new Endpoint.Tcp(host, port), TIMEOUT);
            Transport accepted = listener.accept()) {
          assertThat(client.peer()).endsWith(":" + port);
          assertThat(accepted.peer()).startsWith(host.equals("::1") ? "[" : "127.0.0.1:");
        }
      }
    }
  }
}
