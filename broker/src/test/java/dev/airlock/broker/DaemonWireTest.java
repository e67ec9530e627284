package dev.airlock.broker;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.airlock.http1.Fields;
import dev.airlock.http1.Framing;
import dev.airlock.http1.ResponseHead;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What the broker does when the daemon is away, odd, or was there before it.
class DaemonWireTest {

  @Test
  void listensAndAnswersWhenThereIsNoDaemon() throws IOException {
    try (Rig rig = new Rig()) {
      rig.daemon.close();

      RawClient.Answer answer = rig.get("/_ping");

      assertThat(answer.status()).isEqualTo(502);
      assertThat(Rig.json(answer).path("message").asText()).startsWith("sandbox: the engine");
      assertThat(rig.ask("POST", "/containers/web/start", "").status()).isEqualTo(404);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "garbage\r\n\r\n",
        "HTTP/1.1 200 OK\r\nContent-Length: 5\r\nContent-Length: 6\r\n\r\nhello",
        "HTTP/1.1 200 OK\r\nContent-Length: 50\r\n\r\n{\"short\":",
        "HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\n{]}",
        "",
      })
  void answersABadGatewayForAnAnswerThatIsNone(String bytes) throws IOException {
    try (Rig rig = new Rig()) {
      rig.daemon.on(
          "GET /containers/json",
          (request, wire) -> {
            wire.transport().write(ByteBuffer.wrap(bytes.getBytes(StandardCharsets.ISO_8859_1)));
            wire.close();
          });

      assertThat(rig.get("/containers/json").status()).isEqualTo(502);
    }
  }

  @Test
  void asksAgainWhenAKeptConnectionHasEnded() throws IOException {
    try (Rig rig = new Rig()) {
      rig.daemon.on(
          "GET /_ping",
          (request, wire) -> {
            FakeDaemon.respond(wire, "GET", 200, "OK");
            wire.transport().shutdownOutput();
          });
      try (RawClient client = rig.client()) {
        for (int i = 0; i < 3; i++) {
          assertThat(client.request("GET", "/_ping", "").answer().status()).isEqualTo(200);
        }
      }
    }
  }

  @Test
  void doesNotAskAtAllWhatIsItsOwnInANewSession() throws IOException {
    try (Rig rig = new Rig()) {
      assertThat(rig.get("/containers/web/json").status()).isEqualTo(404);
      assertThat(rig.daemon.requests()).isEmpty();
    }
  }

  @Test
  void knowsItsContainersAgainAfterARestartAndOpensTheirPorts() throws Exception {
    int port = freePort();
    try (Rig rig = new Rig(Rig.Options.usual().restarted())) {
      Containers.create(rig, "web", "{'PortBindings':{'80/tcp':[{'HostPort':'" + port + "'}]}}");
      rig.daemon.json(
          "GET /containers/json",
          200,
          "["
              + Containers.listed(Containers.ID, "web", Containers.sentLabels(rig).toString())
              + "]");
      rig.daemon.json("GET /networks", 200, "[]");
      rig.daemon.json("GET /volumes", 200, "{\"Volumes\":[]}");
      rig.daemon.json("GET /images/json", 200, "[]");
      rig.daemon.json(
          "GET /containers/" + Containers.ID + "/json",
          200,
          Containers.inspected(rig, true, "10.0.0.2"));

      rig.restartBroker();

      RawClient.Answer answer = rig.get("/containers/web/json");
      assertThat(answer.status()).isEqualTo(200);
      JsonNode ports = Rig.json(answer).path("NetworkSettings").path("Ports").path("80/tcp");
      assertThat(ports.get(0).path("HostPort").asText()).isEqualTo(Integer.toString(port));
      assertThat(Files.readString(rig.folder.resolve("names"))).isEqualTo("web\n");
    }
  }

  private static int freePort() throws IOException {
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.ofLiteral("127.0.0.1"))) {
      return free.getLocalPort();
    }
  }

  @Test
  void connectsPodAndEgressProxyToTheSessionsNetworksAndDisconnectsThemBeforeTheyGo()
      throws IOException {
    try (Rig rig = new Rig(Rig.Options.usual().followedBy("sandbox-s1-pod", "sandbox-s1-egress"))) {
      rig.daemon.json("POST /networks/create", 201, "{\"Id\":\"n1\"}");
      rig.daemon.json("POST /networks/n1/", 200, "");
      rig.daemon.json("DELETE /networks/n1", 204, "");

      assertThat(rig.ask("POST", "/networks/create", "{\"Name\":\"net\"}").status()).isEqualTo(201);
      assertThat(rig.ask("DELETE", "/networks/net", "").status()).isEqualTo(204);

      assertThat(rig.daemon.lines())
          .containsExactly(
              "POST /networks/create",
              "POST /networks/n1/connect",
              "POST /networks/n1/connect",
              "POST /networks/n1/disconnect",
              "POST /networks/n1/disconnect",
              "DELETE /networks/n1");
      assertThat(rig.daemon.requests().get(2).body())
          .contains("\"sandbox-s1-egress\"", "\"Aliases\":[\"egress\"]");
    }
  }

  @Test
  void sendsABigBodyWhileTheDaemonAlreadyTalks() throws IOException {
    int size = 64 * 1024 * 1024;
    String id = "sha256:" + "a1".repeat(32);
    try (Rig rig = new Rig()) {
      rig.daemon.onHead(
          "POST /images/create",
          (request, wire) -> {
            wire.write(new ResponseHead(200, "OK", Fields.EMPTY).with(new Framing.Chunked()));
            try (OutputStream out = wire.writeBody(new Framing.Chunked())) {
              // More than the buffers between us hold, before a byte of the body is read.
              for (int i = 0; i < 20_000; i++) {
                out.write(
                    "{\"status\":\"Loading layer\",\"progress\":\"................\"}\n"
                        .getBytes(StandardCharsets.UTF_8));
              }
              out.write(("{\"status\":\"" + id + "\"}\n").getBytes(StandardCharsets.UTF_8));
              wire.readBody(new Framing.Length(size)).transferTo(OutputStream.nullOutputStream());
            }
          });
      try (RawClient client = rig.client()) {
        client.send(
            "POST /images/create?fromSrc=- HTTP/1.1\r\nHost: a\r\nContent-Length: "
                + size
                + "\r\n\r\n");
        byte[] piece = new byte[1024 * 1024];
        for (int sent = 0; sent < size; sent += piece.length) {
          client.send(piece);
        }
        RawClient.Answer answer = client.answer();
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.body().lines()).hasSize(20_001);
      }
      try (var left = Files.list(rig.folder.resolve("spool"))) {
        assertThat(left).isEmpty();
      }
    }
  }
}
