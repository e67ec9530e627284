package dev.airlock.egress;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.airlock.egress.policy.EgressLimits;
import dev.airlock.egress.tls.ClientHelloVector;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What goes through a tunnel, and that nothing does before the ClientHello was decided on.
class TunnelWireTest {
  private static final byte[] HELLO = ClientHelloVector.named("openssl-tls13").bytes();

  private FakeOrigin origin;
  private ProxyFixture proxy;

  @BeforeEach
  void start() throws IOException {
    origin = FakeOrigin.echo();
    proxy =
        ProxyFixture.with("example.org", "other.example", "db.example:5432/tcp", "10.1.2.0/24:443")
            .route("1.1.1.1", origin)
            .route("10.1.2.3", origin);
    proxy.resolver.answer("example.org", "1.1.1.1").answer("other.example", "1.1.1.1");
    proxy.resolver.answer("db.example", "1.1.1.1");
  }

  @AfterEach
  void stop() throws IOException {
    proxy.close();
    origin.close();
  }

  private RawClient tunnelTo(String authority) throws IOException {
    RawClient client = proxy.client().connectTo(authority);
    assertThat(client.readHead()).isEqualTo("HTTP/1.1 200 Connection established\r\n\r\n");
    return client;
  }

  @ParameterizedTest
  @MethodSource("dev.airlock.egress.tls.ClientHelloVector#all")
  void letsThroughExactlyTheHellosThatNameTheHost(ClientHelloVector vector) throws Exception {
    boolean allowed = vector.expect().equalsIgnoreCase("hello example.org");
    try (RawClient client = tunnelTo("example.org:443")) {
      client.send(vector.bytes());
      if (allowed) {
        assertThat(client.readBytes(vector.bytes().length)).isEqualTo(vector.bytes());
      } else {
        client.shutdownOutput();
        client.readAll();
        assertNothingReachedTheOrigin();
        assertThat(proxy.awaitAudit("decision").get("decision").asText()).isEqualTo("deny");
      }
    }
  }

  @ParameterizedTest
  @CsvSource({
    "openssl-tls13,other.example:443,sni-mismatch,112",
    "no-server-name,example.org:443,sni-absent,49",
    "no-extensions,example.org:443,sni-absent,49",
    "encrypted-client-hello,example.org:443,encrypted-client-hello,49",
    "encrypted-client-hello-grease,example.org:443,encrypted-client-hello,49",
    "name-with-nul,example.org:443,sni-mismatch,112",
    "two-names,example.org:443,bad-client-hello,50",
    "too-large-declared,example.org:443,client-hello-too-large,49",
    "openssl-tls13,10.1.2.3:443,sni-mismatch,112",
  })
  void refusesWithAnAlertAndTheReason(String vector, String authority, String reason, int alert)
      throws Exception {
    try (RawClient client = tunnelTo(authority)) {
      client.send(ClientHelloVector.named(vector).bytes());
      assertThat(client.readAll()).containsExactly(21, 3, 3, 0, 2, 2, alert);
      assertNothingReachedTheOrigin();
      JsonNode line = proxy.awaitAudit("decision");
      assertThat(line.get("decision").asText()).isEqualTo("deny");
      assertThat(line.get("reason").asText()).isEqualTo(reason);
    }
  }

  @Test
  void tellsAClientThatSpeaksHttpInTheTunnel() throws IOException {
    try (RawClient client = tunnelTo("example.org:80")) {
      client.get("/chat", "example.org");
      assertThat(client.readResponse())
          .startsWith("HTTP/1.1 403 ")
          .contains("(not-tls)")
          .contains("--allow example.org:80/tcp");
      assertThat(client.readAll()).isEmpty();
      assertNothingReachedTheOrigin();
    }
  }

  @Test
  void closesSilentlyOnOtherProtocols() throws IOException {
    try (RawClient client = tunnelTo("example.org:443")) {
      client.send(ClientHelloVector.named("sslv2-hello").bytes());
      assertThat(client.readAll()).isEmpty();
      assertNothingReachedTheOrigin();
    }
  }

  @Test
  void readsAHelloThatComesOneByteAtATimeAndSendsNothingBefore() throws Exception {
    try (RawClient client = tunnelTo("example.org:443")) {
      for (int i = 0; i < HELLO.length - 1; i++) {
        client.send(new byte[] {HELLO[i]});
      }
      assertNothingReachedTheOrigin();
      client.send(new byte[] {HELLO[HELLO.length - 1]});
      assertThat(client.readBytes(HELLO.length)).isEqualTo(HELLO);
    }
  }

  @Test
  void takesAHelloThatCameWithTheConnect() throws IOException {
    try (RawClient client = proxy.client()) {
      byte[] connect =
          "CONNECT example.org:443 HTTP/1.1\r\nHost: example.org:443\r\n\r\n"
              .getBytes(StandardCharsets.ISO_8859_1);
      byte[] all = new byte[connect.length + HELLO.length + 3];
      System.arraycopy(connect, 0, all, 0, connect.length);
      System.arraycopy(HELLO, 0, all, connect.length, HELLO.length);
      all[all.length - 1] = 7;
      client.send(all);
      assertThat(client.readHead()).startsWith("HTTP/1.1 200 ");
      byte[] echoed = client.readBytes(HELLO.length + 3);
      assertThat(echoed).startsWith(HELLO).endsWith(7);
    }
  }

  @Test
  void readsAConnectThatComesOneByteAtATime() throws IOException {
    try (RawClient client = proxy.client()) {
      client.sendOneByOne(
          "CONNECT example.org:443 HTTP/1.1\r\nHost: example.org:443\r\n\r\n"
              .getBytes(StandardCharsets.ISO_8859_1));
      assertThat(client.readHead()).startsWith("HTTP/1.1 200 ");
      client.send(HELLO);
      assertThat(client.readBytes(HELLO.length)).isEqualTo(HELLO);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"example.org", "EXAMPLE.org:443", "example.org.:443"})
  void takesTheWaysClientsWriteTheHostField(String host) throws IOException {
    try (RawClient client = proxy.client()) {
      client.sendHead("CONNECT example.org:443 HTTP/1.1", "Host: " + host);
      assertThat(client.readHead()).startsWith("HTTP/1.1 200 ");
    }
  }

  @Test
  void letsAnyProtocolThroughWhereTheRuleSaysSo() throws IOException {
    try (RawClient client = tunnelTo("db.example:5432")) {
      client.send("\0\0\0\10hi!!");
      assertThat(client.readBytes(8))
          .isEqualTo("\0\0\0\10hi!!".getBytes(StandardCharsets.ISO_8859_1));
    }
  }

  @Test
  void letsAServerSpeakFirstWhereTheRuleSaysSo() throws IOException {
    try (FakeOrigin greeting = FakeOrigin.start(visit -> visit.write("220 hello\r\n"))) {
      proxy.route("1.1.1.1", greeting);
      try (RawClient client = tunnelTo("db.example:5432")) {
        assertThat(client.readUntil("\n")).isEqualTo("220 hello\r\n");
      }
    }
  }

  @Test
  void letsTlsWithoutANameThroughToALiteralAddress() throws IOException {
    byte[] nameless = ClientHelloVector.named("no-server-name").bytes();
    try (RawClient client = tunnelTo("10.1.2.3:443")) {
      client.send(nameless);
      assertThat(client.readBytes(nameless.length)).isEqualTo(nameless);
    }
  }

  @Test
  void passesTheEndOfEachDirectionOnByItself() throws IOException {
    try (FakeOrigin late =
        FakeOrigin.start(visit -> {
          visit.readUntil("\0never");
          visit.write("after your end");
        })) {
      proxy.route("1.1.1.1", late);
      try (RawClient client = tunnelTo("example.org:443")) {
        client.send(HELLO);
        client.shutdownOutput();
        assertThat(client.readAll()).asString().isEqualTo("after your end");
      }
    }
  }

  @Test
  void auditsBytesBothWaysAndTheEnd() throws Exception {
    try (RawClient client = tunnelTo("example.org:443")) {
      client.send(HELLO);
      client.readBytes(HELLO.length);
      client.shutdownOutput();
      client.readAll();
    }
    JsonNode decision = proxy.awaitAudit("decision");
    assertThat(decision.get("decision").asText()).isEqualTo("allow");
    assertThat(decision.get("rule").asText()).isEqualTo("example.org");
    assertThat(decision.get("origin").asText()).isEqualTo("--allow");
    assertThat(decision.get("address").asText()).isEqualTo("1.1.1.1");
    JsonNode end = proxy.awaitAudit("end");
    assertThat(end.get("id")).isEqualTo(decision.get("id"));
    assertThat(end.get("method").asText()).isEqualTo("CONNECT");
    assertThat(end.get("bytes_up").asInt()).isEqualTo(HELLO.length);
    assertThat(end.get("bytes_down").asInt()).isEqualTo(HELLO.length);
    assertThat(end.get("duration_ms").asInt()).isNotNegative();
    assertThat(end.get("end").asText()).isEqualTo("complete");
  }

  @Test
  void endsATunnelWhoseClientNeverBegins() throws Exception {
    var impatient =
        new EgressLimits(
            10,
            Duration.ofSeconds(20),
            Duration.ofSeconds(20),
            Duration.ofSeconds(5),
            Duration.ofMillis(300),
            Duration.ofSeconds(20));
    try (ProxyFixture other = ProxyFixture.with(impatient, "example.org").route("1.1.1.1", origin);
        RawClient client = other.client()) {
      other.resolver.answer("example.org", "1.1.1.1");
      client.connectTo("example.org:443").readHead();
      assertThat(client.readAll()).isEmpty();
      assertThat(other.awaitAudit("decision").get("reason").asText()).isEqualTo("no-client-hello");
      assertNothingReachedTheOrigin();
    }
  }

  @Test
  void endsATunnelThatIsIdleBothWaysOnly() throws Exception {
    var impatient =
        new EgressLimits(
            10,
            Duration.ofSeconds(20),
            Duration.ofSeconds(20),
            Duration.ofSeconds(5),
            Duration.ofSeconds(20),
            Duration.ofMillis(600));
    try (FakeOrigin stream =
            FakeOrigin.start(visit -> {
              visit.readBytes(HELLO.length);
              for (int i = 0; i < 8; i++) {
                pause(200);
                visit.write(".");
              }
              visit.readUntil("\0never");
            });
        ProxyFixture other = ProxyFixture.with(impatient, "example.org").route("1.1.1.1", stream);
        RawClient client = other.client()) {
      other.resolver.answer("example.org", "1.1.1.1");
      client.connectTo("example.org:443").readHead();
      client.send(HELLO);
      assertThat(client.readAll()).asString().isEqualTo("........");
      assertThat(other.awaitAudit("end").get("end").asText()).isEqualTo("idle");
    }
  }

  @Test
  void holdsThousandIdleTunnelsAndStillServes() throws Exception {
    List<RawClient> idle = new ArrayList<>();
    try {
      for (int i = 0; i < 1000; i++) {
        RawClient client = tunnelTo("example.org:443");
        client.send(HELLO);
        idle.add(client);
      }
      try (RawClient client = tunnelTo("example.org:443")) {
        client.send(HELLO);
        assertThat(client.readBytes(HELLO.length)).isEqualTo(HELLO);
      }
      for (RawClient client : idle) {
        assertThat(client.readBytes(HELLO.length)).isEqualTo(HELLO);
      }
    } finally {
      for (RawClient client : idle) {
        client.close();
      }
    }
  }

  @Test
  void letsNoMoreClientsInThanItsLimit() throws Exception {
    var two =
        new EgressLimits(
            2,
            Duration.ofSeconds(20),
            Duration.ofSeconds(20),
            Duration.ofSeconds(5),
            Duration.ofSeconds(20),
            Duration.ofSeconds(20));
    try (ProxyFixture small = ProxyFixture.with(two, "example.org");
        RawClient first = small.client();
        RawClient second = small.client();
        RawClient third = small.client()) {
      for (RawClient client : List.of(first, second, third)) {
        client.connectTo("evil.example:443");
      }
      first.readResponse();
      second.readResponse();
      assertThat(small.audit()).hasSize(2);
      first.shutdownOutput();
      assertThat(third.readResponse()).startsWith("HTTP/1.1 403 ");
    }
  }

  private void assertNothingReachedTheOrigin() {
    assertThat(origin.received()).isEmpty();
  }

  /// A stream's pace, not a wait for something to have happened.
  private static void pause(long millis) {
    try {
      Thread.sleep(millis);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
