package dev.airlock.broker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.airlock.broker.policy.ConnectionLimits;
import dev.airlock.broker.policy.Limits;
import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LimitsWireTest {
  private static final int JSON_BYTES = 200;
  private static final int SPOOL_BYTES = 1_000;

  private static Limits limits() {
    Limits usual = Limits.DEFAULT;
    return new Limits(
        usual.memoryBytes(),
        usual.nanoCpus(),
        usual.pids(),
        usual.containers(),
        usual.networks(),
        usual.volumes(),
        JSON_BYTES,
        SPOOL_BYTES,
        usual.expandedBytes());
  }

  private static Rig rig(ConnectionLimits connections) throws IOException {
    return new Rig(Rig.Options.usual().with(limits()).with(connections));
  }

  private static ConnectionLimits impatient(int connections) {
    return new ConnectionLimits(
        connections, Duration.ofMillis(400), Duration.ofMillis(400), Duration.ofMillis(400));
  }

  /// A body that is refused for what it says, not for its length.
  private static String privileged(int length) {
    String body = "{\"Image\":\"sandbox/hello\",\"HostConfig\":{\"Privileged\":true}}";
    return body + " ".repeat(length - body.length());
  }

  @ParameterizedTest
  @CsvSource({"199,403", "200,403", "201,400"})
  void readsAJsonBodyUpToItsLimit(int length, int status) throws IOException {
    try (Rig rig = rig(ConnectionLimits.DEFAULT)) {
      assertThat(rig.ask("POST", "/containers/create", privileged(length)).status())
          .isEqualTo(status);
    }
  }

  @ParameterizedTest
  @CsvSource({"199,403", "200,403", "201,400"})
  void readsAChunkedJsonBodyUpToItsLimit(int length, int status) throws IOException {
    try (Rig rig = rig(ConnectionLimits.DEFAULT);
        RawClient client = rig.client()) {
      client.send(
          "POST /containers/create HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\n"
              + "Transfer-Encoding: chunked\r\n\r\n"
              + Integer.toHexString(length)
              + "\r\n"
              + privileged(length)
              + "\r\n0\r\n\r\n");
      assertThat(client.answer().status()).isEqualTo(status);
    }
  }

  @ParameterizedTest
  @CsvSource({"999,200", "1000,200", "1001,413"})
  void spoolsABodyUpToItsLimit(int length, int status) throws IOException {
    try (Rig rig = rig(ConnectionLimits.DEFAULT)) {
      rig.daemon.json(
          "POST /images/create", 200, "{\"status\":\"sha256:" + "a1".repeat(32) + "\"}");
      RawClient.Answer answer =
          rig.ask("POST", "/images/create?fromSrc=-&repo=mine&tag=x", "t".repeat(length));

      assertThat(answer.status()).isEqualTo(status);
      if (status == 413) {
        assertThat(answer.body()).contains("sandbox: denied (spool-full)");
        assertThat(rig.daemon.requests()).isEmpty();
      } else {
        assertThat(rig.daemon.requests().getLast().body()).hasSize(length);
      }
    }
  }

  @Test
  void servesNoMoreConnectionsThanItsLimitAtOnce() throws IOException {
    try (Rig rig =
        rig(
            new ConnectionLimits(
                2,
                ConnectionLimits.DEFAULT.idle(),
                ConnectionLimits.DEFAULT.head(),
                ConnectionLimits.DEFAULT.bodyGap()))) {
      rig.daemon.json("GET /_ping", 200, "OK");
      try (RawClient first = rig.client();
          RawClient third = rig.client()) {
        try (RawClient second = rig.client()) {
          assertThat(first.request("GET", "/_ping", "").answer().status()).isEqualTo(200);
          third.request("GET", "/_ping", "");
          assertThat(third.answer().status()).isEqualTo(200);
          second.request("GET", "/_ping", "");
          first.endOutput();
          assertThat(second.answer().status()).isEqualTo(200);
        }
      }
    }
  }

  @Test
  void endsAConnectionThatIsIdleOrSlowInItsHeadOrBody() throws IOException {
    try (Rig rig = rig(impatient(8));
        RawClient idle = rig.client();
        RawClient slowHead = rig.client();
        RawClient slowBody = rig.client()) {
      slowHead.send("GET /_pi");
      slowBody.send(
          "POST /containers/create HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\nContent-Length: 9\r\n\r\n{");

      assertThat(idle.isEnded()).isTrue();
      assertThat(slowHead.isEnded()).isTrue();
      assertThat(slowBody.isEnded()).isTrue();
      assertThat(rig.daemon.requests()).isEmpty();
    }
  }
}
