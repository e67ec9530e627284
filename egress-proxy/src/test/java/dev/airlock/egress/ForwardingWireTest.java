package dev.airlock.egress;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Plain HTTP on its way through.
class ForwardingWireTest {
  private static final String OK = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nhi";

  private static ProxyFixture proxyTo(FakeOrigin origin) throws IOException {
    ProxyFixture proxy =
        ProxyFixture.with("example.org", "other.example", "example.org:8080", "10.1.2.0/24:80");
    proxy.route("1.1.1.1", origin).route("2.2.2.2", origin).route("10.1.2.3", origin);
    proxy.resolver.answer("example.org", "1.1.1.1").answer("other.example", "2.2.2.2");
    return proxy;
  }

  @Test
  void rewritesTheRequestToOriginFormWithItsOwnHead() throws IOException {
    try (FakeOrigin origin = FakeOrigin.answering(OK);
        ProxyFixture proxy = proxyTo(origin);
        RawClient client = proxy.client()) {
      client.sendHead(
          "GET http://EXAMPLE.org:80/a%2Fb?c=d HTTP/1.1",
          "Host: Example.ORG",
          "Accept: */*",
          "Connection: keep-alive, X-Secret-Hop",
          "X-Secret-Hop: 1",
          "Keep-Alive: 5",
          "Proxy-Connection: keep-alive",
          "Proxy-Authorization: Basic eA==",
          "Proxy-Anything: x",
          "TE: trailers",
          "Trailer: X",
          "X-Kept: yes");
      assertThat(client.readResponse()).startsWith("HTTP/1.1 200 OK\r\n").endsWith("hi");
      assertThat(origin.received())
          .matches(
              """
              GET /a%2Fb\\?c=d HTTP/1.1\r
              Host: example.org\r
              Accept: \\*/\\*\r
              X-Kept: yes\r
              Via: 1.1 sandbox-[0-9a-f]{16}\r
              \r
              """);
    }
  }

  @Test
  void rewritesTheResponseToo() throws IOException {
    try (FakeOrigin origin =
            FakeOrigin.answering(
                """
                HTTP/1.1 200 Fine\r
                Server: x\r
                Connection: X-Hop\r
                X-Hop: 1\r
                Keep-Alive: timeout=5\r
                Proxy-Authenticate: Basic\r
                Content-Length: 2\r
                \r
                hi\
                """);
        ProxyFixture proxy = proxyTo(origin);
        RawClient client = proxy.client()) {
      client.get("http://example.org/", "example.org");
      assertThat(client.readResponse())
          .matches(
              """
              HTTP/1.1 200 Fine\r
              Server: x\r
              Via: 1.1 sandbox-[0-9a-f]{16}\r
              Content-Length: 2\r
              \r
              hi\
              """);
    }
  }

  @Test
  void decidesOnEveryRequestOfAConnection() throws IOException {
    try (FakeOrigin origin = FakeOrigin.answering(OK);
        ProxyFixture proxy = proxyTo(origin);
        RawClient client = proxy.client()) {
      client.get("http://example.org/1", "example.org");
      assertThat(client.readResponse()).startsWith("HTTP/1.1 200 ");
      client.get("http://evil.example/2", "evil.example");
      assertThat(client.readResponse()).startsWith("HTTP/1.1 403 ");
      client.get("http://example.org/3", "example.org");
      assertThat(client.readResponse()).startsWith("HTTP/1.1 200 ");
      client.get("http://other.example/4", "other.example");
      assertThat(client.readResponse()).startsWith("HTTP/1.1 200 ");
      client.get("http://example.org:22/5", "example.org:22");
      assertThat(client.readResponse()).startsWith("HTTP/1.1 403 ");
      assertThat(origin.received()).contains("/1", "/3", "/4").doesNotContain("/2", "/5");
      assertThat(proxy.resolver.questions()).doesNotContain("evil.example");
    }
  }

  @Test
  void keepsPipelinedRequestsApart() throws IOException {
    try (FakeOrigin origin = FakeOrigin.answering(OK);
        ProxyFixture proxy = proxyTo(origin);
        RawClient client = proxy.client()) {
      client.sendHead("GET http://example.org/1 HTTP/1.1", "Host: example.org");
      client.sendHead("GET http://evil.example/2 HTTP/1.1", "Host: evil.example");
      client.sendHead("GET http://example.org/3 HTTP/1.1", "Host: example.org");
      assertThat(client.readResponse()).startsWith("HTTP/1.1 200 ");
      assertThat(client.readResponse()).startsWith("HTTP/1.1 403 ");
      assertThat(client.readResponse()).startsWith("HTTP/1.1 200 ");
      assertThat(origin.received()).doesNotContain("/2");
    }
  }

  @Test
  void usesTheOriginsConnectionAgainForTheSameHost() throws IOException {
    try (FakeOrigin origin = FakeOrigin.answering(OK);
        ProxyFixture proxy = proxyTo(origin);
        RawClient client = proxy.client()) {
      for (int i = 0; i < 3; i++) {
        client.get("http://example.org/", "example.org");
        assertThat(client.readResponse()).startsWith("HTTP/1.1 200 ");
      }
      assertThat(proxy.dialled()).containsExactly("1.1.1.1 80");
      client.get("http://example.org:8080/", "example.org:8080");
      client.readResponse();
      assertThat(proxy.dialled()).containsExactly("1.1.1.1 80", "1.1.1.1 8080");
    }
  }

  @Test
  void connectsAgainWhenTheOriginClosedAKeptConnection() throws IOException {
    try (FakeOrigin origin =
            FakeOrigin.start(visit -> {
              visit.readUntil("\r\n\r\n");
              visit.write(OK);
            });
        ProxyFixture proxy = proxyTo(origin);
        RawClient client = proxy.client()) {
      for (int i = 0; i < 3; i++) {
        client.get("http://example.org/", "example.org");
        assertThat(client.readResponse()).startsWith("HTTP/1.1 200 ");
      }
      assertThat(proxy.dialled()).hasSize(3);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Content-Length: 5\r\n\r\nhello",
        "Transfer-Encoding: chunked\r\n\r\n5;ext=1\r\nhello\r\n0\r\nX-Trailer: 1\r\n\r\n",
      })
  void framesBodiesItself(String fieldsAndBody) throws IOException {
    try (FakeOrigin origin =
            FakeOrigin.start(visit -> {
              String head = visit.readUntil("\r\n\r\n");
              visit.readUntil(head.contains("chunked") ? "0\r\n\r\n" : "hello");
              visit.write(OK);
            });
        ProxyFixture proxy = proxyTo(origin);
        RawClient client = proxy.client()) {
      client.send("POST http://example.org/ HTTP/1.1\r\nHost: example.org\r\n" + fieldsAndBody);
      assertThat(client.readResponse()).endsWith("hi");
      assertThat(origin.received())
          .containsAnyOf("\r\n\r\nhello", "\r\n\r\n5\r\nhello\r\n0\r\n\r\n")
          .doesNotContain("ext=1")
          .doesNotContain("X-Trailer");
    }
  }

  @Test
  void relaysContinueAndHoldsTheBodyBackUntilThen() throws IOException {
    try (FakeOrigin origin =
            FakeOrigin.start(visit -> {
              visit.readUntil("\r\n\r\n");
              visit.write("HTTP/1.1 100 Continue\r\n\r\n");
              visit.readUntil("hello");
              visit.write(OK);
            });
        ProxyFixture proxy = proxyTo(origin);
        RawClient client = proxy.client()) {
      client.sendHead(
          "PUT http://example.org/ HTTP/1.1",
          "Host: example.org",
          "Expect: 100-continue",
          "Content-Length: 5");
      assertThat(client.readHead()).startsWith("HTTP/1.1 100 ");
      client.send("hello");
      assertThat(client.readResponse()).startsWith("HTTP/1.1 200 ").endsWith("hi");
    }
  }

  @Test
  void relaysAnAnswerThatComesBeforeTheBodyHasEnded() throws IOException {
    try (FakeOrigin origin =
            FakeOrigin.start(visit -> {
              visit.readUntil("\r\n\r\n");
              visit.write("HTTP/1.1 413 Too Large\r\nContent-Length: 0\r\n\r\n");
            });
        ProxyFixture proxy = proxyTo(origin);
        RawClient client = proxy.client()) {
      client.send(
          "PUT http://example.org/ HTTP/1.1\r\nHost: example.org\r\nContent-Length: 500000\r\n\r\nx");
      assertThat(client.readHead()).startsWith("HTTP/1.1 413 ").contains("Connection: close");
    }
  }

  @Test
  void streamsEventsAsTheyCome() throws IOException {
    try (FakeOrigin origin =
            FakeOrigin.start(visit -> {
              visit.readUntil("\r\n\r\n");
              visit.write("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n");
              visit.write("8\r\ndata: 1\n\r\n");
              visit.readUntil("\0never");
            });
        ProxyFixture proxy = proxyTo(origin);
        RawClient client = proxy.client()) {
      client.get("http://example.org/events", "example.org");
      assertThat(client.readUntil("data: 1\n")).contains("200 OK").endsWith("data: 1\n");
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "HTTP/1.1 204 No Content\\r\\n\\r\\n|204",
        "HTTP/1.1 304 Not Modified\\r\\nContent-Length: 99\\r\\n\\r\\n|304",
        "HTTP/1.1 103 Early Hints\\r\\nLink: x\\r\\n\\r\\nHTTP/1.1 204 No Content\\r\\n\\r\\n|103",
      })
  void relaysResponsesWithoutABody(String response, String status) throws IOException {
    String raw = response.replace("\\r\\n", "\r\n");
    try (FakeOrigin origin = FakeOrigin.answering(raw);
        ProxyFixture proxy = proxyTo(origin);
        RawClient client = proxy.client()) {
      client.get("http://example.org/", "example.org");
      assertThat(client.readHead()).startsWith("HTTP/1.1 " + status);
    }
  }

  @Test
  void keepsTheLengthOfAHeadResponse() throws IOException {
    try (FakeOrigin origin =
            FakeOrigin.answering("HTTP/1.1 200 OK\r\nContent-Length: 1234\r\n\r\n");
        ProxyFixture proxy = proxyTo(origin);
        RawClient client = proxy.client()) {
      for (int i = 0; i < 2; i++) {
        client.send("HEAD http://example.org/ HTTP/1.1\r\nHost: example.org\r\n\r\n");
        assertThat(client.readHead()).contains("Content-Length: 1234\r\n");
      }
    }
  }

  @Test
  void endsTheConnectionWhereTheResponseEndsWithIt() throws IOException {
    try (FakeOrigin origin =
            FakeOrigin.start(visit -> {
              visit.readUntil("\r\n\r\n");
              visit.write("HTTP/1.0 200 OK\r\n\r\nuntil the end");
            });
        ProxyFixture proxy = proxyTo(origin);
        RawClient client = proxy.client()) {
      client.get("http://example.org/", "example.org");
      assertThat(new String(client.readAll(), StandardCharsets.ISO_8859_1))
          .contains("Connection: close\r\n")
          .endsWith("\r\n\r\nuntil the end");
    }
  }

  @Test
  void givesAnOldClientNoChunks() throws IOException {
    try (FakeOrigin origin =
            FakeOrigin.answering(
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nhi\r\n0\r\n\r\n");
        ProxyFixture proxy = proxyTo(origin);
        RawClient client = proxy.client()) {
      client.send("GET http://example.org/ HTTP/1.0\r\n\r\n");
      assertThat(new String(client.readAll(), StandardCharsets.ISO_8859_1))
          .doesNotContain("chunked")
          .endsWith("\r\n\r\nhi");
    }
  }

  @Test
  void endsTheConnectionOfAnOldClientWhateverItAsksFor() throws IOException {
    try (FakeOrigin origin = FakeOrigin.answering(OK);
        ProxyFixture proxy = proxyTo(origin);
        RawClient client = proxy.client()) {
      client.sendHead("GET http://example.org/ HTTP/1.0", "Connection: keep-alive");
      assertThat(new String(client.readAll(), StandardCharsets.ISO_8859_1))
          .contains("Connection: close\r\n")
          .endsWith("hi");
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "HTTP/1.1 101 Switching Protocols\\r\\nUpgrade: x\\r\\n\\r\\n|bad-response",
        "SSH-2.0-x\\r\\n\\r\\n|bad-response",
        "HTTP/1.1 200 OK\\r\\nContent-Length: 1\\r\\nContent-Length: 2\\r\\n\\r\\nxx|bad-response",
        "HTTP/1.1 200 OK\\r\\nContent-Length: 1\\r\\nTransfer-Encoding: chunked\\r\\n\\r\\n0|bad-response",
        "''|no-response",
        "HTTP/1.1 20|no-response",
      })
  void neverRelaysAMalformedResponse(String response, String reason) throws Exception {
    String raw = response.replace("\\r\\n", "\r\n");
    try (FakeOrigin origin =
            FakeOrigin.start(visit -> {
              visit.readUntil("\r\n\r\n");
              visit.write(raw);
            });
        ProxyFixture proxy = proxyTo(origin);
        RawClient client = proxy.client()) {
      client.get("http://example.org/", "example.org");
      assertThat(client.readResponse()).startsWith("HTTP/1.1 502 ").contains("(" + reason + ")");
      JsonNode end = proxy.awaitAudit("end");
      assertThat(end.get("end").asText()).isEqualTo(reason);
    }
  }

  @Test
  void breaksOffVisiblyWhenTheOriginDoes() throws Exception {
    try (FakeOrigin origin =
            FakeOrigin.start(visit -> {
              visit.readUntil("\r\n\r\n");
              visit.write("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhel");
            });
        ProxyFixture proxy = proxyTo(origin);
        RawClient client = proxy.client()) {
      client.get("http://example.org/", "example.org");
      assertThat(new String(client.readAll(), StandardCharsets.ISO_8859_1))
          .contains("hel")
          .doesNotContain("\r\n0\r\n");
      assertThat(proxy.awaitAudit("end").get("end").asText()).isEqualTo("broken");
    }
  }

  @Test
  void neverPassesABrokenBodyOnAsAWholeOne() throws IOException {
    try (FakeOrigin origin = FakeOrigin.silent();
        ProxyFixture proxy = proxyTo(origin)) {
      try (RawClient client = proxy.client()) {
        client.sendHead(
            "POST http://example.org/ HTTP/1.1", "Host: example.org", "Transfer-Encoding: chunked");
        client.send("5\r\nhello\r\nZZ\r\n");
        assertThat(client.readResponse()).startsWith("HTTP/1.1 502 ");
      }
      assertThat(origin.received()).doesNotContain("0\r\n\r\n").doesNotContain("ZZ");
    }
  }

  @Test
  void refusesARequestThatHasPassedThisProxyBefore() throws IOException {
    try (FakeOrigin origin = FakeOrigin.answering(OK);
        ProxyFixture proxy = proxyTo(origin);
        RawClient client = proxy.client()) {
      client.get("http://example.org/", "example.org");
      client.readResponse();
      String received = origin.received();
      String via = received.substring(received.indexOf("Via: "), received.indexOf("\r\n\r\n"));
      client.send(
          "GET http://example.org/looped HTTP/1.1\r\nHost: example.org\r\n"
              + via.replace("Via: ", "Via: 1.0 other, ")
              + "\r\nConnection: Via\r\n\r\n");
      assertThat(client.readResponse()).startsWith("HTTP/1.1 508 ").contains("(proxy-loop)");
      assertThat(origin.received()).doesNotContain("looped");
    }
  }

  @Test
  void reachesANetworkThatARuleNamesByAddress() throws IOException {
    try (FakeOrigin origin = FakeOrigin.answering(OK);
        ProxyFixture proxy = proxyTo(origin);
        RawClient client = proxy.client()) {
      client.get("http://10.1.2.3/", "10.1.2.3");
      assertThat(client.readResponse()).startsWith("HTTP/1.1 200 ");
      assertThat(proxy.resolver.questions()).isEmpty();
    }
  }

  @Test
  void auditsBytesOfBodiesBothWays() throws Exception {
    try (FakeOrigin origin =
            FakeOrigin.start(visit -> {
              visit.readUntil("hello");
              visit.write(OK);
            });
        ProxyFixture proxy = proxyTo(origin);
        RawClient client = proxy.client()) {
      client.send(
          "POST http://example.org/p HTTP/1.1\r\nHost: example.org\r\nContent-Length: 5\r\n\r\nhello");
      client.readResponse();
      JsonNode end = proxy.awaitAudit("end");
      assertThat(end.get("bytes_up").asInt()).isEqualTo(5);
      assertThat(end.get("bytes_down").asInt()).isEqualTo(2);
      assertThat(end.get("method").asText()).isEqualTo("POST");
      assertThat(end.get("end").asText()).isEqualTo("complete");
    }
  }
}
