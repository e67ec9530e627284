package dev.airlock.broker;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.airlock.broker.inspect.ContextTar;
import dev.airlock.http1.Fields;
import dev.airlock.http1.Framing;
import dev.airlock.http1.ResponseHead;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What a client sees of the engine: its own session, as it asked for it.
class ViewWireTest {
  private Rig rig;

  @BeforeEach
  void start() throws IOException {
    rig = new Rig();
  }

  @AfterEach
  void stop() throws IOException {
    rig.close();
  }

  /// The engine puts a container's labels into the configuration of the image that it commits.
  @Test
  void masksTheOwnersSecretInASavedImage() throws IOException {
    String config = "{\"container_config\":{\"Labels\":{\"dev.airlock.owner\":\"%s\"}}}";
    byte[] saved = ContextTar.of("blobs/sha256/0a", config.formatted(Rig.OWNER.secret()));
    rig.daemon.json("GET /images/", 200, "{\"Id\":\"sha256:" + "ee".repeat(32) + "\"}");
    rig.daemon.json(
        "GET /images/sandbox/hello:latest/get", 200, new String(saved, StandardCharsets.UTF_8));

    RawClient.Answer answer = rig.get("/images/sandbox/hello/get");

    assertThat(answer.body())
        .contains(config.formatted("x".repeat(Rig.OWNER.secret().length())))
        .doesNotContain(Rig.OWNER.secret())
        .hasSize(saved.length);
  }

  @Test
  void listsTheSessionsContainersOnlyAndWithoutItsLabels() throws IOException {
    Containers.create(rig, "web");
    rig.daemon.json(
        "GET /containers/json",
        200,
        "["
            + Containers.listed(Containers.ID, "web", Containers.ownLabel())
            + ","
            + Containers.listed(Containers.FOREIGN, "db", Containers.ownLabel())
            + "]");

    JsonNode list = Rig.json(rig.get("/containers/json?all=1"));

    assertThat(list).hasSize(1);
    assertThat(list.get(0).path("Id").asText()).isEqualTo(Containers.ID);
    assertThat(list.get(0).path("Labels").toString()).isEqualTo("{\"mine\":\"yes\"}");
    assertThat(list.get(0).path("Image").asText()).isEqualTo("sandbox/hello");
    assertThat(list.toString()).doesNotContain("airlock");
    assertThat(rig.daemon.lines().getLast()).contains("dev.airlock.owner");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "GET /containers/%s/json",
        "GET /containers/%s/logs?stdout=1",
        "POST /containers/%s/start",
        "POST /containers/%s/exec",
        "POST /containers/%s/attach?stream=1",
        "DELETE /containers/%s?force=1",
        "GET /containers/%s/export",
        "GET /containers/%s/archive?path=/",
        "GET /networks/%s",
        "DELETE /networks/%s",
        "GET /volumes/%s",
        "DELETE /volumes/%s",
      })
  void answersThatAForeignObjectDoesNotExist(String request) throws IOException {
    String[] parts = request.formatted(Containers.FOREIGN).split(" ", -1);
    String body = parts[1].endsWith("/exec") ? "{\"Cmd\":[\"true\"]}" : "";

    RawClient.Answer answer = rig.ask(parts[0], parts[1], body);

    assertThat(answer.status()).isEqualTo(404);
    assertThat(Rig.json(answer).path("message").asText()).containsAnyOf("o such ", "not found");
    assertThat(rig.daemon.lines()).allMatch(line -> line.startsWith("GET "));
  }

  @Test
  void showsAContainerAsItWasAskedFor() throws IOException {
    Containers.create(rig, "web", "{'Binds':['/home/me/app/src:/src:ro'],'NetworkMode':'bridge'}");
    rig.daemon.json(
        "GET /containers/" + Containers.ID + "/json",
        200,
        Containers.inspected(rig, true, "10.0.0.2"));

    JsonNode shown = Rig.json(rig.get("/containers/web/json"));

    assertThat(shown.path("HostConfig").path("NetworkMode").asText()).isEqualTo("bridge");
    assertThat(shown.path("HostConfig").path("Binds").get(0).asText())
        .isEqualTo("/home/me/app/src:/src:ro");
    assertThat(shown.path("NetworkSettings").path("Networks").has("bridge")).isTrue();
    assertThat(shown.path("LogPath").asText()).isEmpty();
    assertThat(shown.toString()).doesNotContain("dev.airlock", Rig.OWNER.secret(), Rig.AIRLOCK);
  }

  @Test
  void passesEventsOfTheSessionOnAndNoOther() throws IOException {
    Containers.create(rig, "web");
    rig.daemon.on(
        "GET /events",
        (request, wire) -> {
          wire.write(
              new ResponseHead(200, "OK", Fields.of("Content-Type", "application/json"))
                  .with(new Framing.Chunked()));
          try (OutputStream out = wire.writeBody(new Framing.Chunked())) {
            for (String id : new String[] {Containers.FOREIGN, Containers.ID}) {
              String event =
                  """
                  {"status":"start","id":"%s","Type":"container","Action":"start","Actor":{"ID":"%s","Attributes":%s}}
                  """
                      .formatted(id, id, id.equals(Containers.ID) ? Containers.ownLabel() : "{}");
              out.write(event.getBytes(StandardCharsets.UTF_8));
            }
            out.write(
                "{\"Type\":\"daemon\",\"Actor\":{\"ID\":\"host\"}}\n"
                    .getBytes(StandardCharsets.UTF_8));
          }
        });

    RawClient.Answer answer = rig.get("/events");

    assertThat(answer.body().lines())
        .singleElement()
        .satisfies(
            line -> assertThat(line).contains(Containers.ID).doesNotContain(Rig.OWNER.secret()));
  }

  /// With any image allowed, the tags of the host are in sight, and those of other sessions are
  /// not.
  @Test
  void neverShowsTagsOfAnotherSession() throws IOException {
    rig.close();
    rig = new Rig(Rig.Options.usual().allowing("**"));
    String foreign = "sandbox-session/s2/app:latest";
    String inRegistry = "sandbox-registry/s2/registry.example/app:1";
    String tags = "[\"alpine:1\",\"" + foreign + "\",\"" + inRegistry + "\"]";
    String image = "{\"Id\":\"sha256:" + "ee".repeat(32) + "\",\"RepoTags\":%s}";
    rig.daemon.json(
        "GET /images/json",
        200,
        "[" + image.formatted(tags) + "," + image.formatted("[\"" + foreign + "\"]") + "]");
    rig.daemon.json("GET /images/alpine:1/json", 200, image.formatted(tags));
    rig.daemon.json("GET /images/alpine:1/history", 200, "[{\"Id\":\"x\",\"Tags\":" + tags + "}]");
    String event =
        "{\"Type\":\"image\",\"Action\":\"tag\",\"Actor\":{\"ID\":\"%s\",\"Attributes\":{\"name\":\"%s\"}}}\n";
    rig.daemon.json(
        "GET /events",
        200,
        event.formatted(foreign, foreign)
            + event.formatted("alpine:1", foreign)
            + event.formatted("alpine:1", "alpine"));

    JsonNode listed = Rig.json(rig.get("/images/json"));
    assertThat(listed).hasSize(1);
    assertThat(listed.get(0).path("RepoTags").toString()).isEqualTo("[\"alpine:1\"]");
    assertThat(Rig.json(rig.get("/images/alpine:1/json")).path("RepoTags").toString())
        .isEqualTo("[\"alpine:1\"]");
    assertThat(Rig.json(rig.get("/images/alpine:1/history")).get(0).path("Tags").toString())
        .isEqualTo("[\"alpine:1\"]");
    assertThat(rig.get("/events").body().lines())
        .singleElement()
        .satisfies(line -> assertThat(line).contains("alpine").doesNotContain("s2"));
  }

  @Test
  void sendsEachLineOfAFollowedLogAtOnceAndEndsItWithItsClient() throws Exception {
    Containers.create(rig, "web");
    CountDownLatch gone = new CountDownLatch(1);
    rig.daemon.on(
        "GET /containers/" + Containers.ID + "/logs",
        (request, wire) -> {
          wire.write(new ResponseHead(200, "OK", Fields.EMPTY).with(new Framing.Chunked()));
          OutputStream out = wire.writeBody(new Framing.Chunked());
          out.write("first\n".getBytes(StandardCharsets.UTF_8));
          out.flush();
          // Says nothing more: the end of the connection is all that is heard.
          wire.awaitPeer();
          gone.countDown();
        });
    try (RawClient client = rig.client()) {
      client.request("GET", "/containers/web/logs?follow=1&stdout=1", "");
      ResponseHead head = client.head();
      BufferedReader lines =
          new BufferedReader(new InputStreamReader(client.body(head), StandardCharsets.UTF_8));
      assertThat(lines.readLine()).isEqualTo("first");
    }
    assertThat(gone.await(10, TimeUnit.SECONDS)).isTrue();
  }

  @Test
  void hasThePortOpenBeforeTheEngineIsAskedToStart() throws Exception {
    InetAddress container = InetAddress.ofLiteral("127.0.0.2");
    try (ServerSocket service = new ServerSocket(0, 1, container)) {
      int inside = service.getLocalPort();
      Containers.create(
          rig,
          "web",
          "{'PortBindings':{'" + inside + "/tcp':[{'HostIp':'127.0.0.1','HostPort':''}]}}");
      rig.daemon.json(
          "GET /containers/" + Containers.ID + "/json",
          200,
          Containers.inspected(rig, true, "127.0.0.2"));
      AtomicBoolean reached = new AtomicBoolean();
      rig.daemon.on(
          "POST /containers/" + Containers.ID + "/start",
          (request, wire) -> {
            JsonNode shown = Rig.json(rig.get("/containers/web/json"));
            int port =
                shown
                    .path("NetworkSettings")
                    .path("Ports")
                    .path(inside + "/tcp")
                    .get(0)
                    .path("HostPort")
                    .asInt();
            try (Socket client = new Socket(InetAddress.ofLiteral("127.0.0.1"), port);
                Socket accepted = service.accept()) {
              reached.set(accepted.isConnected() && client.isConnected());
            }
            FakeDaemon.respond(wire, "POST", 204, "");
          });

      assertThat(rig.ask("POST", "/containers/web/start", "").status()).isEqualTo(204);
      assertThat(reached).isTrue();
    }
  }

  @Test
  void answersATakenPortInTheEnginesWordsAndStartsNothing() throws Exception {
    try (ServerSocket other = new ServerSocket(0, 1, InetAddress.ofLiteral("127.0.0.1"))) {
      int taken = other.getLocalPort();
      Containers.create(rig, "web", "{'PortBindings':{'80/tcp':[{'HostPort':'" + taken + "'}]}}");

      RawClient.Answer answer = rig.ask("POST", "/containers/web/start", "");

      assertThat(answer.status()).isEqualTo(500);
      assertThat(Rig.json(answer).path("message").asText())
          .contains(
              "endpoint web", "Bind for 0.0.0.0:" + taken + " failed: port is already allocated");
      assertThat(rig.daemon.lines()).noneMatch(line -> line.endsWith("/start"));
    }
  }
}
