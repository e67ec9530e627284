package dev.airlock.broker;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RefusalWireTest {
  private static final String PRIVILEGED =
      "{\"Image\":\"sandbox/hello\",\"HostConfig\":{\"Privileged\":true}}";

  private Rig rig;

  @BeforeEach
  void start() throws IOException {
    rig = new Rig();
  }

  @AfterEach
  void stop() throws IOException {
    rig.close();
  }

  @Test
  void saysWhyAndPutsNothingUpstream() throws IOException {
    RawClient.Answer answer = rig.ask("POST", "/v1.45/containers/create", PRIVILEGED);

    assertThat(answer.status()).isEqualTo(403);
    assertThat(Rig.json(answer).path("message").asText())
        .startsWith("sandbox: denied (privileged-container): ");
    assertThat(rig.daemon.requests()).isEmpty();
    assertThat(rig.audit(1))
        .singleElement()
        .satisfies(line -> {
          assertThat(line.path("decision").asText()).isEqualTo("deny");
          assertThat(line.path("reason").asText()).isEqualTo("privileged-container");
          assertThat(line.path("route").asText()).isEqualTo("container-create");
          assertThat(line.path("session").asText()).isEqualTo("s1");
          assertThat(line.path("status").asInt()).isEqualTo(403);
        });
  }

  @Test
  void answersTheRequestThatWasPipelinedBehindARefusedOne() throws IOException {
    rig.daemon.json("GET /_ping", 200, "OK");
    try (RawClient client = rig.client()) {
      client.send(
          RawClient.requestText("POST", "/containers/create", PRIVILEGED)
              + RawClient.requestText("GET", "/_ping", ""));

      assertThat(client.answer().status()).isEqualTo(403);
      assertThat(client.answer().status()).isEqualTo(200);
    }
    assertThat(rig.daemon.lines()).containsExactly("GET /_ping");
  }

  @Test
  void neverReadsTheBodyOfARefusedRequestAsTheNextOne() throws IOException {
    String smuggled = RawClient.requestText("DELETE", "/containers/web", "");
    try (RawClient client = rig.client()) {
      client.send(
          "POST /swarm/init HTTP/1.1\r\nHost: docker\r\nContent-Length: "
              + smuggled.length()
              + "\r\n\r\n"
              + smuggled);

      assertThat(client.answer().status()).isEqualTo(403);
      client.endOutput();
      assertThat(client.isEnded()).isTrue();
    }
    assertThat(rig.daemon.requests()).isEmpty();
    assertThat(rig.audit(1)).hasSize(1);
  }

  @Test
  void closesAfterRefusingABodyOfUnknownLength() throws IOException {
    try (RawClient client = rig.client()) {
      client.send(
          "POST /swarm/init HTTP/1.1\r\nHost: docker\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n");

      RawClient.Answer answer = client.answer();
      assertThat(answer.status()).isEqualTo(403);
      assertThat(answer.head().fields().first("Connection")).contains("close");
      assertThat(client.isEnded()).isTrue();
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "GET /_ping HTTP/1.1\r\n\r\n",
        "GET /_ping HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n",
        "GET /_ping HTTP/1.1\nHost: a\n\n",
        "GET http://docker/_ping HTTP/1.1\r\nHost: docker\r\n\r\n",
        "POST /containers/create HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\nTransfer-Encoding: chunked\r\n\r\n{}",
        "POST /containers/create HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
        "POST /containers/create HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\nContent-Length: 1\r\n\r\n{",
        "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
        "GET /containers/../_ping HTTP/1.1\r\nHost: a\r\n\r\n",
      })
  void answersMalformedRequestsWith400AndEndsTheConnection(String bytes) throws IOException {
    try (RawClient client = rig.client()) {
      RawClient.Answer answer = client.send(bytes).answer();

      assertThat(answer.status()).isEqualTo(400);
      assertThat(Rig.json(answer).path("message").asText())
          .startsWith("sandbox: malformed request: ");
      assertThat(client.isEnded()).isTrue();
    }
    assertThat(rig.daemon.requests()).isEmpty();
    assertThat(rig.audit(1).getLast().path("decision").asText()).isEqualTo("malformed");
  }

  @Test
  void looksAtNoUpgradeFieldOfARouteThatIsNoStream() throws IOException {
    try (RawClient client = rig.client()) {
      client.send(
          "POST /containers/create HTTP/1.1\r\nHost: a\r\nConnection: Upgrade\r\nUpgrade: tcp\r\n"
              + "Content-Type: application/json\r\nContent-Length: "
              + PRIVILEGED.length()
              + "\r\n\r\n"
              + PRIVILEGED);

      assertThat(client.answer().status()).isIn(400, 403);
    }
    assertThat(rig.daemon.requests()).isEmpty();
  }

  @Test
  void readsARequestThatComesOneByteAtATime() throws IOException {
    rig.daemon.json("GET /_ping", 200, "OK");
    try (RawClient client = rig.client()) {
      client.sendOneByOne(RawClient.requestText("GET", "/v1.45/_ping", ""));
      assertThat(client.answer().status()).isEqualTo(200);
      client.sendOneByOne(RawClient.requestText("POST", "/containers/create", PRIVILEGED));
      assertThat(client.answer().status()).isEqualTo(403);
    }
  }

  @Test
  void asksForTheBodyOfAClientThatWaits() throws IOException {
    try (RawClient client = rig.client()) {
      client.send(
          "POST /containers/create HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\n"
              + "Content-Type: application/json\r\nContent-Length: "
              + PRIVILEGED.length()
              + "\r\n\r\n");
      assertThat(client.head().status()).isEqualTo(100);
      client.send(PRIVILEGED);
      assertThat(client.answer().status()).isEqualTo(403);
    }
  }

  @Test
  void answersHeadWithoutABody() throws IOException {
    rig.daemon.json("HEAD /_ping", 200, "");
    try (RawClient client = rig.client()) {
      client.request("HEAD", "/_ping", "");
      assertThat(client.answer("HEAD").status()).isEqualTo(200);
      client.request("HEAD", "/containers/foreign/archive?path=/", "");
      RawClient.Answer refused = client.answer("HEAD");
      assertThat(refused.status()).isEqualTo(404);
      assertThat(refused.body()).isEmpty();
    }
  }

  @Test
  void forwardsNoFieldOfTheClients() throws IOException {
    rig.daemon.json("GET /_ping", 200, "OK");
    try (RawClient client = rig.client()) {
      client.send(
          "GET /_ping HTTP/1.1\r\nHost: evil.example\r\nX-Evil: 1\r\nUser-Agent: x\r\nCookie: y\r\n\r\n");
      assertThat(client.answer().status()).isEqualTo(200);
    }
    var fields = rig.daemon.requests().getFirst().head().fields();
    assertThat(fields.first("Host")).contains("docker");
    assertThat(fields.contains("X-Evil")).isFalse();
    assertThat(fields.contains("Cookie")).isFalse();
  }
}
