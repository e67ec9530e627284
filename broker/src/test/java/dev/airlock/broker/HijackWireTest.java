package dev.airlock.broker;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.airlock.http1.Fields;
import dev.airlock.http1.ResponseHead;
import dev.airlock.http1.Wire;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HijackWireTest {
  private static final String ATTACH =
      "POST /v1.45/containers/web/attach?stream=1&stdin=1&stdout=1 HTTP/1.1\r\nHost: docker\r\n";
  private static final String UPGRADE = "Connection: Upgrade\r\nUpgrade: tcp\r\n";

  private Rig rig;

  @BeforeEach
  void start() throws IOException {
    rig = new Rig();
    Containers.create(rig, "web");
  }

  @AfterEach
  void stop() throws IOException {
    rig.close();
  }

  private static void upgrade(Wire wire, int status) throws IOException {
    Fields fields = Fields.of("Content-Type", "application/vnd.docker.raw-stream");
    wire.write(
        status == 101
            ? new ResponseHead(
                101, "UPGRADED", fields.with("Connection", "Upgrade").with("Upgrade", "tcp"))
            : new ResponseHead(200, "OK", fields));
    wire.flush();
  }

  private static void say(Wire wire, String text) throws IOException {
    wire.transport().write(ByteBuffer.wrap(text.getBytes(UTF_8)));
  }

  /// Reads what the client said to its end, then answers and ends.
  private void echoAfterEnd(int status) {
    rig.daemon.on(
        "POST /containers/" + Containers.ID + "/attach",
        (request, wire) -> {
          upgrade(wire, status);
          String said = FakeDaemon.readRaw(wire);
          say(wire, "echo " + said);
          wire.transport().shutdownOutput();
        });
  }

  @ParameterizedTest
  @ValueSource(ints = {101, 200})
  void keepsTheAnswerComingAfterTheClientHasEnded(int status) throws IOException {
    echoAfterEnd(status);
    try (RawClient client = rig.client()) {
      client.send(ATTACH + (status == 101 ? UPGRADE : "") + "\r\nhello");
      ResponseHead head = client.head();
      assertThat(head.status()).isEqualTo(status);
      assertThat(head.fields().contains("Upgrade")).isEqualTo(status == 101);
      client.send(" world").endOutput();

      assertThat(client.rest()).isEqualTo("echo hello world");
    }
    assertThat(rig.daemon.lines())
        .anyMatch(line -> line.startsWith("POST /containers/" + Containers.ID + "/attach?"));
  }

  @Test
  void leavesAStreamToItsTwoEndsHoweverLongItTakes() throws IOException {
    rig.daemon.on(
        "POST /containers/" + Containers.ID + "/attach",
        (request, wire) -> {
          upgrade(wire, 101);
          String said = FakeDaemon.readRaw(wire);
          pauseLongerThanAnswersGoUnwatched();
          say(wire, "echo " + said);
          wire.transport().shutdownOutput();
        });
    try (RawClient client = rig.client()) {
      client.send(ATTACH + UPGRADE + "\r\n");
      assertThat(client.head().status()).isEqualTo(101);
      pauseLongerThanAnswersGoUnwatched();
      client.send("typed ").send("late").endOutput();

      assertThat(client.rest()).isEqualTo("echo typed late");
    }
  }

  private static void pauseLongerThanAnswersGoUnwatched() {
    try {
      TimeUnit.MILLISECONDS.sleep(1_500); // the time that passes is what is tested
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Test
  void takesInputAfterTheDaemonHasEnded() throws Exception {
    CompletableFuture<String> heard = new CompletableFuture<>();
    rig.daemon.on(
        "POST /containers/" + Containers.ID + "/attach",
        (request, wire) -> {
          upgrade(wire, 101);
          say(wire, "last words");
          wire.transport().shutdownOutput();
          heard.complete(FakeDaemon.readRaw(wire));
        });
    try (RawClient client = rig.client()) {
      client.send(ATTACH + UPGRADE + "\r\n");
      assertThat(client.head().status()).isEqualTo(101);
      assertThat(client.rest()).isEqualTo("last words");
      client.send("still typing").endOutput();

      assertThat(heard.get(10, TimeUnit.SECONDS)).isEqualTo("still typing");
    }
  }

  @Test
  void isAnOrdinaryConnectionWhenTheDaemonRefuses() throws IOException {
    rig.daemon.json(
        "POST /containers/" + Containers.ID + "/attach",
        409,
        "{\"message\":\"container is paused\"}");
    rig.daemon.json("GET /_ping", 200, "OK");
    try (RawClient client = rig.client()) {
      client.send(ATTACH + UPGRADE + "\r\n" + RawClient.requestText("GET", "/_ping", ""));

      assertThat(client.answer().status()).isEqualTo(409);
      assertThat(client.answer().status()).isEqualTo(200);
    }
  }

  @Test
  void refusesADaemonThatUpgradesUnasked() throws IOException {
    rig.daemon.on("GET /_ping", (request, wire) -> upgrade(wire, 101));
    echoAfterEnd(101);

    assertThat(rig.get("/_ping").status()).isEqualTo(502);
    try (RawClient client = rig.client()) {
      assertThat(client.send(ATTACH + "\r\n").answer().status()).isEqualTo(502);
    }
  }

  @Test
  void startsAnExecThatTheSessionMadeAndNoOther() throws IOException {
    String exec = "e1".repeat(32);
    rig.daemon.json(
        "POST /containers/" + Containers.ID + "/exec", 201, "{\"Id\":\"" + exec + "\"}");
    rig.daemon.on(
        "POST /exec/" + exec + "/start",
        (request, wire) -> {
          upgrade(wire, 101);
          say(wire, "done");
          wire.transport().shutdownOutput();
        });
    assertThat(rig.ask("POST", "/containers/web/exec", "{\"Cmd\":[\"true\"]}").status())
        .isEqualTo(201);
    String body = "{\"Detach\":false,\"Tty\":false}";
    try (RawClient client = rig.client()) {
      client.send(
          "POST /exec/"
              + exec
              + "/start HTTP/1.1\r\nHost: docker\r\nContent-Type: application/json\r\n"
              + UPGRADE
              + "Content-Length: "
              + body.length()
              + "\r\n\r\n"
              + body);
      assertThat(client.head().status()).isEqualTo(101);
      assertThat(client.rest()).isEqualTo("done");
    }
    int before = rig.daemon.requests().size();
    assertThat(rig.ask("POST", "/exec/" + "e2".repeat(32) + "/start", body).status())
        .isEqualTo(404);
    assertThat(rig.daemon.lines().subList(before, rig.daemon.lines().size()))
        .allMatch(line -> line.startsWith("GET "));
  }
}
