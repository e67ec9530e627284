package dev.airlock.egress;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Every refusal: the client is told, the audit has it, and nothing left: no DNS question, no
/// connection, no byte.
class RefusalWireTest {
  private FakeOrigin origin;
  private ProxyFixture proxy;

  @BeforeEach
  void start() throws IOException {
    origin = FakeOrigin.silent();
    proxy =
        ProxyFixture.with(
                "example.org",
                "**.corp.example:8443",
                "db.example.org:5432/tcp",
                "10.1.2.0/24:8080",
                "[fd00::/8]:8080")
            .route("1.1.1.1", origin)
            .route("10.1.2.3", origin)
            .route("127.0.0.1", origin)
            .route("169.254.169.254", origin);
    proxy.resolver.answer("example.org", "1.1.1.1").answer("evil.example", "1.1.1.1");
  }

  @AfterEach
  void stop() throws IOException {
    proxy.close();
    origin.close();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "evil.example:443|host-not-allowed",
        "EVIL.example.:443|host-not-allowed",
        "example.org.evil.example:443|host-not-allowed",
        "xexample.org:443|host-not-allowed",
        "a.example.org:443|host-not-allowed",
        "corp.example:8443|host-not-allowed",
        "xn--xample-2of.org:443|host-not-allowed",
        "localhost:443|host-not-allowed",
        "egress:3128|host-not-allowed",
        "metadata.google.internal:80|host-not-allowed",
        "example.org:22|port-not-allowed",
        "example.org:25|port-not-allowed",
        "example.org:3128|port-not-allowed",
        "a.corp.example:443|port-not-allowed",
        "db.example.org:443|port-not-allowed",
        "10.1.2.3:443|port-not-allowed",
        "1.1.1.1:443|ip-literal",
        "10.1.3.3:8080|ip-literal",
        "127.0.0.1:443|ip-literal",
        "169.254.169.254:80|ip-literal",
        "0.0.0.0:80|ip-literal",
        "100.64.0.1:443|ip-literal",
        "198.18.0.1:443|ip-literal",
        "224.0.0.1:443|ip-literal",
        "[::1]:443|ip-literal",
        "[::]:443|ip-literal",
        "[fe80::1]:443|ip-literal",
        "[fc00::1]:8080|ip-literal",
        "[fec0::1]:443|ip-literal",
        "[64:ff9b::a9fe:a9fe]:80|ip-literal",
        "[2002:7f00:1::]:443|ip-literal",
        "[2001:0:1::1]:443|ip-literal",
        "[2606:4700::1111]:443|ip-literal",
        "2130706433:443|ip-literal-spelling",
        "0x7f000001:443|ip-literal-spelling",
        "0x7f.1:443|ip-literal-spelling",
        "017700000001:443|ip-literal-spelling",
        "0177.0.0.01:443|ip-literal-spelling",
        "127.1:443|ip-literal-spelling",
        "10.1.515:8080|ip-literal-spelling",
        "010.1.2.3:8080|ip-literal-spelling",
        "10.1.2.3.:8080|ip-literal-spelling",
        "167838211:8080|ip-literal-spelling",
        "[::ffff:10.1.2.3]:8080|ip-literal-spelling",
        "[::ffff:a01:203]:8080|ip-literal-spelling",
        "[::ffff:169.254.169.254]:80|ip-literal-spelling",
        "1.2.3.4.5:443|malformed-host",
        "256.1.1.1:443|malformed-host",
        "exa%6dple.org:443|malformed-host",
        "example.org%00.evil.example:443|malformed-host",
        "example..org:443|malformed-host",
        "example.org..:443|malformed-host",
        "-example.org:443|malformed-host",
        "example.org,evil.example:443|malformed-host",
      })
  void refusesConnect(String authority, String reason) throws IOException {
    try (RawClient client = proxy.client()) {
      client.connectTo(authority);
      assertRefused(client, reason);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "http://evil.example/|evil.example|host-not-allowed",
        "http://example.org:8080/|example.org:8080|port-not-allowed",
        "http://169.254.169.254/latest/meta-data/|169.254.169.254|ip-literal",
        "http://[fd00:ec2::254]/|[fd00:ec2::254]|ip-literal",
        "http://2852039166/|2852039166|ip-literal-spelling",
        "http://[::ffff:a9fe:a9fe]/|[::ffff:a9fe:a9fe]|ip-literal-spelling",
        "http://example.org/|evil.example|host-field-mismatch",
        "http://example.org/|example.org:8080|host-field-mismatch",
        "http://example.org:8080/|example.org|host-field-mismatch",
        "https://example.org/|example.org|https-without-connect",
        "HTTPS://example.org:80/|example.org:80|https-without-connect",
      })
  void refusesAbsoluteForm(String uri, String host, String reason) throws IOException {
    try (RawClient client = proxy.client()) {
      client.get(uri, host);
      assertRefused(client, reason);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "Upgrade: websocket|upgrade-not-allowed",
        "Connection: Upgrade|upgrade-not-allowed",
        "Connection: keep-alive, upgrade|upgrade-not-allowed",
        "Upgrade: h2c|upgrade-not-allowed",
        "HTTP2-Settings: AAMAAABkAARAAAAAAAIAAAAA|upgrade-not-allowed",
      })
  void refusesUpgrades(String field, String reason) throws IOException {
    try (RawClient client = proxy.client()) {
      client.send("GET http://example.org/ HTTP/1.1\r\nHost: example.org\r\n" + field + "\r\n\r\n");
      assertRefused(client, reason);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"evil.example:443", "evil.example", "example.org:80", "1.1.1.1:443"})
  void refusesConnectWithAnotherHostField(String host) throws IOException {
    try (RawClient client = proxy.client()) {
      client.sendHead("CONNECT example.org:443 HTTP/1.1", "Host: " + host);
      assertRefused(client, "host-field-mismatch");
    }
  }

  @Test
  void refusesTrace() throws IOException {
    try (RawClient client = proxy.client()) {
      client.send("TRACE http://example.org/ HTTP/1.1\r\nHost: example.org\r\n\r\n");
      assertRefused(client, "trace-not-allowed");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "GET / HTTP/1.1\r\nHost: example.org\r\n\r\n",
        "GET /proxy.pac HTTP/1.1\r\nHost: egress:3128\r\n\r\n",
        "OPTIONS * HTTP/1.1\r\nHost: example.org\r\n\r\n",
        "CONNECT example.org HTTP/1.1\r\nHost: example.org\r\n\r\n",
        "CONNECT example.org: HTTP/1.1\r\nHost: example.org\r\n\r\n",
        "CONNECT example.org:0 HTTP/1.1\r\nHost: example.org\r\n\r\n",
        "CONNECT example.org:65979 HTTP/1.1\r\nHost: example.org\r\n\r\n",
        "CONNECT example.org:+443 HTTP/1.1\r\nHost: example.org\r\n\r\n",
        "CONNECT user@example.org:443 HTTP/1.1\r\nHost: example.org\r\n\r\n",
        "CONNECT example.org:443@evil.example:443 HTTP/1.1\r\nHost: example.org\r\n\r\n",
        "CONNECT http://example.org:443/ HTTP/1.1\r\nHost: example.org\r\n\r\n",
        "CONNECT [::1%25eth0]:443 HTTP/1.1\r\nHost: example.org\r\n\r\n",
        "CONNECT ::1:443 HTTP/1.1\r\nHost: example.org\r\n\r\n",
        "CONNECT exam\0ple.org:443 HTTP/1.1\r\nHost: example.org\r\n\r\n",
        "CONNECT ex\u00e4mple.org:443 HTTP/1.1\r\nHost: example.org\r\n\r\n",
        "CONNECT example.org:443 HTTP/1.1\r\nHost: example.org\r\nContent-Length: 5\r\n\r\n",
        "GET http://user:pw@example.org/ HTTP/1.1\r\nHost: example.org\r\n\r\n",
        "GET http://evil.example#@example.org/ HTTP/1.1\r\nHost: example.org\r\n\r\n",
        "GET http://example.org\\@evil.example/ HTTP/1.1\r\nHost: example.org\r\n\r\n",
        "GET http:///x HTTP/1.1\r\nHost: example.org\r\n\r\n",
        "GET http:example.org/ HTTP/1.1\r\nHost: example.org\r\n\r\n",
        "GET ftp://example.org/ HTTP/1.1\r\nHost: example.org\r\n\r\n",
        "GET file:///etc/passwd HTTP/1.1\r\nHost: example.org\r\n\r\n",
        "GET http://example.org/ HTTP/1.1\r\nHost: example.org\r\nHost: evil.example\r\n\r\n",
        "GET http://example.org/ HTTP/1.1\r\n\r\n",
        "GET http://example.org/ HTTP/1.1\r\nHost : example.org\r\n\r\n",
        "GET http://example.org/ HTTP/1.1\nHost: example.org\n\n",
        "GET http://example.org/ HTTP/1.1\r\nHost: example.org\r\n X: folded\r\n\r\n",
        "GET http://example.org/ HTTP/2.0\r\nHost: example.org\r\n\r\n",
        "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
        "PUT http://a.example/ HTTP/1.1\r\nHost: a.example\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n",
        "PUT http://a.example/ HTTP/1.1\r\nHost: a.example\r\nContent-Length: 1\r\nContent-Length: 1\r\n\r\nx",
        "PUT http://a.example/ HTTP/1.1\r\nHost: a.example\r\nTransfer-Encoding: x,chunked\r\n\r\n0\r\n\r\n",
        "\u0016\u0003\u0001\u0000\u0005hello",
      })
  void refusesWhatIsNoProxyRequest(String request) throws IOException {
    try (RawClient client = proxy.client()) {
      client.send(request);
      String response = client.readResponse();
      assertThat(response).matches("(?s)HTTP/1\\.1 (4\\d\\d|505) .*").contains("sandbox: denied (");
      assertThat(client.readAll()).isEmpty();
      assertNothingLeft();
    }
  }

  @Test
  void refusesHeadsThatAreTooLarge() throws IOException {
    try (RawClient client = proxy.client()) {
      client.send(
          "GET http://example.org/ HTTP/1.1\r\nHost: example.org\r\nX: " + "x".repeat(16 * 1024));
      assertThat(client.readResponse()).startsWith("HTTP/1.1 431 ");
      assertNothingLeft();
    }
  }

  @Test
  void tellsAPersonTheRuleAndTheRemedy() throws IOException {
    try (RawClient client = proxy.client()) {
      client.connectTo("evil.example:8443");
      assertThat(client.readResponse())
          .startsWith(
              "HTTP/1.1 403 Forbidden by sandbox (host-not-allowed; --allow evil.example:8443)\r\n")
          .contains("Content-Type: text/plain; charset=utf-8\r\n")
          .contains(
              "Proxy-Status: sandbox; error=http_request_denied; details=\"host-not-allowed\"")
          .endsWith(
              """
              sandbox: denied (host-not-allowed): no rule allows 'evil.example'
              remedy: --allow evil.example:8443 (an option of 'sandbox run', for the user)
              retrying will not help
              """);
    }
  }

  @Test
  void tellsAProgramInJsonIfItAsks() throws IOException {
    try (RawClient client = proxy.client()) {
      client.sendHead(
          "GET http://evil.example/ HTTP/1.1",
          "Host: evil.example",
          "Accept: text/html, application/json;q=0.9");
      String response = client.readResponse();
      assertThat(response).contains("Content-Type: application/json\r\n");
      JsonNode body = new ObjectMapper().readTree(response.split("\r\n\r\n", 2)[1]);
      assertThat(body.get("reason").asText()).isEqualTo("host-not-allowed");
      assertThat(body.get("remedy").asText()).startsWith("--allow evil.example");
      assertThat(body.get("retry").asBoolean()).isFalse();
      assertThat(body.get("message").asText()).startsWith("sandbox: denied (host-not-allowed): ");
    }
  }

  @Test
  void servesOnAfterARefusalThatHadNoBody() throws IOException {
    try (RawClient client = proxy.client()) {
      client.get("http://evil.example/", "evil.example");
      assertThat(client.readResponse()).startsWith("HTTP/1.1 403 ");
      client.connectTo("evil.example:443");
      assertThat(client.readResponse()).startsWith("HTTP/1.1 403 ");
    }
  }

  @Test
  void closesAfterARefusalWhoseBodyItNeverRead() throws IOException {
    try (RawClient client = proxy.client()) {
      client.sendHead(
          "POST http://evil.example/ HTTP/1.1", "Host: evil.example", "Content-Length: 60");
      client.sendHead("GET http://example.org/smuggled HTTP/1.1", "Host: x");
      assertThat(client.readResponse()).startsWith("HTTP/1.1 403 ").contains("Connection: close");
      assertThat(client.readAll()).isEmpty();
      assertNothingLeft();
    }
  }

  @Test
  void writesNeitherPathNorQueryNorFieldsToTheAudit() throws Exception {
    try (RawClient client = proxy.client()) {
      client.sendHead(
          "GET http://evil.example/s3cret-path?token=s3cret-query HTTP/1.1",
          "Host: evil.example",
          "Authorization: Bearer s3cret-field");
      client.readResponse();
      JsonNode line = proxy.awaitAudit("decision");
      assertThat(line.toString()).doesNotContain("s3cret");
      assertThat(line.get("session").asText()).isEqualTo("session1");
      assertThat(line.get("client").asText()).startsWith("127.0.0.1:");
      assertThat(line.get("method").asText()).isEqualTo("GET");
      assertThat(line.get("host").asText()).isEqualTo("evil.example");
      assertThat(line.get("port").asInt()).isEqualTo(80);
      assertThat(line.get("decision").asText()).isEqualTo("deny");
      assertThat(line.get("time").asText()).endsWith("Z");
    }
  }

  private void assertRefused(RawClient client, String reason) throws IOException {
    String response = client.readResponse();
    assertThat(response).matches("(?s)HTTP/1\\.1 (400|403) .*");
    assertThat(response).contains("sandbox: denied (" + reason + "): ");
    assertNothingLeft();
    assertThat(proxy.audit())
        .singleElement()
        .satisfies(line -> {
          assertThat(line.get("decision").asText()).isEqualTo("deny");
          assertThat(line.get("reason").asText()).isEqualTo(reason);
        });
  }

  private void assertNothingLeft() {
    assertThat(proxy.resolver.questions()).isEmpty();
    assertThat(proxy.dialled()).isEmpty();
    assertThat(origin.visits()).isEmpty();
  }
}
