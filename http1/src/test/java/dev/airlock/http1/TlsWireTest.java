package dev.airlock.http1;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIOException;

import dev.airlock.http1.tls.ClientTls;
import dev.airlock.http1.tls.ServerTls;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.KeyPair;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(30)
class TlsWireTest {
  private static final Duration TIMEOUT = Duration.ofSeconds(10);
  private final Instant tomorrow = Instant.now().plus(Duration.ofDays(1));
  private final Instant yesterday = Instant.now().minus(Duration.ofDays(1));
  private static final KeyPurposeId SERVER = KeyPurposeId.id_kp_serverAuth;
  private static final KeyPurposeId CLIENT = KeyPurposeId.id_kp_clientAuth;

  @TempDir private Path directory;
  private final AtomicInteger requests = new AtomicInteger();
  private Authority authority;
  private Server server;

  @BeforeEach
  void listen() throws Exception {
    authority = new Authority("ours");
    serve(authority.issue(directory.resolve("server"), Authority.ecKeys(), SERVER, tomorrow));
  }

  private void serve(Path files) throws IOException {
    Listener listener =
        Listener.bind(
            new Endpoint.Tcp("127.0.0.1", 0), Optional.of(ServerTls.fromDirectory(files)));
    server = new Server(listener, 8, this::answer);
    server.start();
  }

  @AfterEach
  void close() throws IOException {
    server.close();
  }

  private void answer(Transport connection) throws IOException {
    Wire wire = new Wire(connection, HeadLimits.DEFAULT);
    try {
      wire.readRequestHead();
      requests.incrementAndGet();
      wire.write(new ResponseHead(200, "OK", Fields.EMPTY));
      try (OutputStream body = wire.writeBody(new Framing.UntilClose())) {
        body.write(connection.input().readAllBytes());
      }
    } catch (ProtocolException e) {
      throw new IllegalStateException(e);
    }
  }

  /// Sends a request, ends its own side, and hears the rest: the body it sent after the head.
  private String request(Path clientFiles) throws IOException {
    ClientTls tls = ClientTls.fromDirectory(clientFiles);
    try (Transport client = Dialer.connect(server.local(), Optional.of(tls), TIMEOUT)) {
      client.output().write("GET / HTTP/1.1\r\nHost: h\r\n\r\n".getBytes(ISO_8859_1));
      client.output().write("after".getBytes(ISO_8859_1));
      client.shutdownOutput();
      return new String(client.input().readAllBytes(), ISO_8859_1);
    }
  }

  private Path client(KeyPair keys, Instant until) throws Exception {
    return authority.issue(directory.resolve("client"), keys, CLIENT, until);
  }

  @Test
  void servesAClientWithACertificateOverAHalfClosedConnection() throws Exception {
    assertThat(request(client(Authority.ecKeys(), tomorrow))).startsWith("HTTP/1.1 200 OK");
    assertThat(requests).hasValue(1);
  }

  @Test
  void readsRsaKeys() throws Exception {
    server.close();
    serve(authority.issue(directory.resolve("rsa"), Authority.rsaKeys(), SERVER, tomorrow));

    assertThat(request(client(Authority.rsaKeys(), tomorrow))).startsWith("HTTP/1.1 200 OK");
  }

  @Test
  void refusesAnExpiredClient() throws Exception {
    requireRefused(client(Authority.ecKeys(), yesterday));
  }

  @Test
  void refusesAClientOfAForeignAuthority() throws Exception {
    Path foreign =
        new Authority("ours") // the same name, another key
            .issue(directory.resolve("foreign"), Authority.ecKeys(), CLIENT, tomorrow);
    Files.copy(
        directory.resolve("server/ca.pem"),
        foreign.resolve("ca.pem"),
        StandardCopyOption.REPLACE_EXISTING);

    requireRefused(foreign);
  }

  @Test
  void refusesAServersCertificateFromAClient() throws Exception {
    requireRefused(
        authority.issue(directory.resolve("wrong"), Authority.ecKeys(), SERVER, tomorrow));
  }

  @Test
  void refusesAClientWithoutACertificate() throws Exception {
    try (SSLSocket socket = withoutCertificate("TLSv1.3")) {
      assertThatIOException()
          .isThrownBy(() -> {
            socket
                .getOutputStream()
                .write("GET / HTTP/1.1\r\nHost: h\r\n\r\n".getBytes(ISO_8859_1));
            socket.getInputStream().read();
          });
    }
    assertThat(requests).hasValue(0);
  }

  @Test
  void refusesOlderTls() throws Exception {
    try (SSLSocket socket = withoutCertificate("TLSv1.2")) {
      assertThatExceptionOfType(SSLHandshakeException.class).isThrownBy(socket::startHandshake);
    }
  }

  @Test
  void refusesAClientInTheClear() throws Exception {
    try (Transport client = Dialer.connect(server.local(), TIMEOUT)) {
      client.output().write("GET / HTTP/1.1\r\nHost: h\r\n\r\n".getBytes(ISO_8859_1));

      assertThat(new String(client.input().readAllBytes(), ISO_8859_1)).doesNotContain("HTTP");
    }
    assertThat(requests).hasValue(0);
  }

  @Test
  void theClientRefusesAServerOfAForeignAuthority() throws Exception {
    Path foreign =
        new Authority("theirs")
            .issue(directory.resolve("foreign"), Authority.ecKeys(), CLIENT, tomorrow);

    assertThatExceptionOfType(SSLHandshakeException.class).isThrownBy(() -> request(foreign));
  }

  @Test
  void theClientRefusesACertificateForAnotherAddress() throws Exception {
    server.close();
    serve(
        authority.issue(
            directory.resolve("elsewhere"), Authority.ecKeys(), SERVER, tomorrow, "192.0.2.1"));
    Path client = client(Authority.ecKeys(), tomorrow);

    assertThatExceptionOfType(SSLHandshakeException.class).isThrownBy(() -> request(client));
  }

  @Test
  void theClientRefusesAnExpiredServer() throws Exception {
    server.close();
    serve(authority.issue(directory.resolve("old"), Authority.ecKeys(), SERVER, yesterday));
    Path client = client(Authority.ecKeys(), tomorrow);

    assertThatExceptionOfType(SSLHandshakeException.class).isThrownBy(() -> request(client));
  }

  @Test
  void saysHowToConvertAKeyOfAnotherForm() throws Exception {
    Path files = client(Authority.ecKeys(), tomorrow);
    Files.writeString(
        files.resolve("key.pem"),
        "-----BEGIN EC PRIVATE KEY-----\nAAAA\n-----END EC PRIVATE KEY-----\n");

    assertThatIOException()
        .isThrownBy(() -> ClientTls.fromDirectory(files))
        .withMessageContaining("openssl pkcs8 -topk8");
  }

  @Test
  void aSilentClientDoesNotHoldUpTheNext() throws Exception {
    try (Transport silent = Dialer.connect(server.local(), TIMEOUT)) {
      assertThat(request(client(Authority.ecKeys(), tomorrow))).startsWith("HTTP/1.1 200 OK");
      assertThat(silent.peer()).isNotEmpty();
    }
  }

  private void requireRefused(Path clientFiles) {
    assertThatIOException().isThrownBy(() -> request(clientFiles));
    assertThat(requests).hasValue(0);
  }

  private SSLSocket withoutCertificate(String protocol) throws Exception {
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(null, new TrustManager[] {new TrustsAnybody()}, null);
    Endpoint.Tcp local = (Endpoint.Tcp) server.local();
    SSLSocket socket =
        (SSLSocket) context.getSocketFactory().createSocket(local.host(), local.port());
    socket.setEnabledProtocols(new String[] {protocol});
    return socket;
  }
}
