package dev.airlock.broker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.airlock.broker.inspect.ContextTar;
import dev.airlock.broker.policy.SiblingNetwork;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// A build whose base is not there: pulled first, as `docker pull` may, in the build's own answer.
class BuildPullWireTest {
  private static final String LAYER = "{\"status\":\"Pull complete\",\"id\":\"0a1b2c\"}\r\n";
  private static final String BUILT = "{\"stream\":\"Successfully built 0a1b2c\\n\"}\r\n";
  private static final String IMAGE =
      "{\"Id\":\"sha256:" + "a".repeat(64) + "\",\"RepoTags\":[\"sandbox/base:1\"],\"Config\":%s}";

  private final AtomicBoolean pulled = new AtomicBoolean();
  private Rig rig;

  private String config = "{}";

  @BeforeEach
  void start() throws IOException {
    rig = rig(new SiblingNetwork.Bridge("sandbox-s1"));
  }

  @AfterEach
  void stop() throws IOException {
    rig.close();
  }

  private Rig rig(SiblingNetwork network) throws IOException {
    Rig made = new Rig(Rig.Options.usual().on(network));
    made.daemon.on(
        "GET /images/sandbox/base",
        (request, wire) ->
            FakeDaemon.respond(
                wire,
                "GET",
                pulled.get() ? 200 : 404,
                pulled.get() ? IMAGE.formatted(config) : "{}"));
    made.daemon.on(
        "POST /images/create",
        (request, wire) -> {
          pulled.set(true);
          FakeDaemon.respond(wire, "POST", 200, LAYER);
        });
    made.daemon.json("POST /build", 200, BUILT);
    return made;
  }

  private RawClient.Answer build(String query) throws IOException {
    try (RawClient client = rig.client()) {
      return client
          .tar("POST", "/build" + query, ContextTar.of("Dockerfile", "FROM sandbox/base:1\n"))
          .answer();
    }
  }

  private List<String> posts() {
    return rig.daemon.lines().stream().filter(line -> line.startsWith("POST")).toList();
  }

  @Test
  void pullsTheBaseAndBuilds() throws IOException {
    RawClient.Answer answer = build("");
    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.body())
        .containsSubsequence("\"Pull complete\"", "Successfully built")
        .doesNotContain("error");
    assertThat(posts()).hasSize(2);
    assertThat(posts().getFirst()).isEqualTo("POST /images/create?fromImage=sandbox/base&tag=1");
    assertThat(posts().getLast()).startsWith("POST /build?").doesNotContain("pull");
    assertThat(rig.audit(1).getFirst().path("decision").asText()).isEqualTo("allow");
  }

  @Test
  void pullsABaseThatIsThereWhereAskedTo() throws IOException {
    pulled.set(true);
    assertThat(build("?pull=1").body()).contains("Pull complete", "Successfully built");
    assertThat(posts()).hasSize(2);
    assertThat(posts().getLast()).doesNotContain("pull");
  }

  @Test
  void saysNothingOfThePullInAQuietBuild() throws IOException {
    assertThat(build("?q=1").body()).contains("Successfully built").doesNotContain("Pull");
  }

  @Test
  void endsWithTheEnginesErrorOfAPull() throws IOException {
    rig.daemon.json(
        "POST /images/create", 404, "{\"message\":\"manifest for sandbox/base:1 not found\"}");
    assertThat(build("").body())
        .isEqualTo(
            "{\"errorDetail\":{\"message\":\"manifest for sandbox/base:1 not found\"},"
                + "\"error\":\"manifest for sandbox/base:1 not found\"}\n");
    assertThat(posts()).hasSize(1);
  }

  @Test
  void endsWithTheErrorInAPullsProgress() throws IOException {
    rig.daemon.json("POST /images/create", 200, "{\"error\":\"disk full\"}\r\n");
    assertThat(build("?q=1").body()).isEqualTo("{\"error\":\"disk full\"}\n");
    assertThat(posts()).hasSize(1);
  }

  @Test
  void refusesABaseThatFetchesOnceItIsKnown() throws IOException {
    config = "{\"OnBuild\":[\"ADD http://outside.test/x /x\"]}";
    assertThat(build("").body()).contains("Pull complete", "sandbox: denied (build-fetch)");
    assertThat(posts()).hasSize(1);
  }

  @Test
  void neverPullsWhatTheEgressRulesDoNotAllow() throws IOException {
    rig.close();
    rig = rig(Rig.Options.usual().network());
    RawClient.Answer answer = build("");
    assertThat(answer.status()).isEqualTo(403);
    assertThat(answer.body()).contains("registry-not-allowed", "--allow index.registry.example");
    assertThat(posts()).isEmpty();
  }
}
