package dev.airlock.e2e.corpus;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/// A broker between the corpus and the recording engine, and the rules by which a shot is judged.
final class CorpusRange implements Closeable {

  /// What the broker may ask the engine by itself while it decides (docs/reference/broker.md):
  /// never more, and never for what is not the session's.
  ///
  /// Ids of containers are those that the recording engine gave, not what a client wrote.
  private static final Pattern LOOK_UP =
      Pattern.compile(
          "GET (?:/v1\\.[0-9]+)?/(?:images/json\\?(?:all=1(?:&shared-size=1)?|filters=[^&]*)|images/(?:sandbox|sandbox-session|allowed|testcontainers)/[^?]+/json"
              + "|images/sha256(?::|%3A)[ab][^?]+/json|containers/c[0-9a-f]{63}/json"
              + "|events\\?filters=[^&]*dev\\.airlock\\.owner[^&]*) HTTP/1\\.1\r\n(?s:.*)");

  private static final ObjectMapper JSON = new ObjectMapper();

  private final Map<String, CorpusCase> cases = new TreeMap<>();
  private final Path workspace;
  private final RecordingEngine engine;
  private final BrokerProcess broker;
  private int serial;

  CorpusRange(Path folder, List<CorpusCase> all) throws IOException {
    for (CorpusCase test : all) {
      cases.put(test.name(), test);
    }
    workspace = CorpusWorkspace.make(folder);
    engine = new RecordingEngine(folder.resolve("engine.sock"));
    broker =
        new BrokerProcess(
            folder.resolve("broker.sock"),
            folder.resolve("engine.sock"),
            workspace,
            folder.resolve("broker.log"),
            List.of(
                "--session",
                "corpus",
                "--audit",
                folder.resolve("audit.jsonl").toString(),
                "--allow-image",
                "sandbox/*",
                "--allow-image",
                "allowed/*",
                "--allow-image",
                "testcontainers/*"));
  }

  /// Fires one case in one way and judges what came of it.
  void fire(Firing firing) throws IOException {
    Variables variables = variables();
    Deque<String> made = new ArrayDeque<>();
    try {
      for (int i = 0; i < firing.test().setups().size(); i++) {
        setUp(firing.test().setups().get(i), i + 1, variables, made);
      }
      judge(firing, variables, made);
      assertThat(broker.isAlive()).as("the broker lives").isTrue();
    } finally {
      for (String target : made) {
        exchange("DELETE " + target + " HTTP/1.1\r\nHost: docker\r\n\r\n");
      }
    }
  }

  private Variables variables() {
    return new Variables(
        Map.of(
            "workspace", workspace.toString(),
            "socket", broker.socket().toString(),
            "n", Integer.toString(++serial),
            "foreign.container", EngineModel.FOREIGN_CONTAINER,
            "foreign.pod", EngineModel.POD_CONTAINER,
            "foreign.network", EngineModel.FOREIGN_NETWORK,
            "foreign.image", EngineModel.FOREIGN_IMAGE,
            "foreign.exec", EngineModel.FOREIGN_EXEC));
  }

  private void setUp(String name, int index, Variables variables, Deque<String> made)
      throws IOException {
    CorpusCase test =
        requireNonNull(cases.get("ordinary/" + name), () -> "no set-up case ordinary/" + name);
    for (String inner : test.setups()) {
      setUp(inner, index, variables, made);
    }
    byte[] request = new Firing(test, Framing.LENGTH, false).bytes(variables);
    try (RawClient client = new RawClient(broker.socket())) {
      client.send(request);
      RawAnswer answer = client.answer(false);
      assertThat(answer.status()).as("set-up %s: %s", name, answer.body()).isBetween(101, 299);
      capture(answer, index, variables);
      remember(new String(request, ISO_8859_1), answer, made);
    }
  }

  private static void capture(RawAnswer answer, int index, Variables variables) throws IOException {
    if (!answer.body().startsWith("{")) {
      return;
    }
    JsonNode body = JSON.readTree(answer.body());
    for (String key : List.of("Id", "Name")) {
      if (body.has(key)) {
        variables.put(key, body.path(key).asText());
        variables.put(index + "." + key, body.path(key).asText());
      }
    }
  }

  private static void remember(String request, RawAnswer answer, Deque<String> made)
      throws IOException {
    String target = request.split(" ", 3)[1];
    if (answer.status() != 201 || !target.contains("s/create")) {
      return;
    }
    JsonNode body = JSON.readTree(answer.body());
    if (target.contains("/containers/")) {
      made.push("/containers/" + body.path("Id").asText() + "?force=1&v=1");
    } else if (target.contains("/networks/")) {
      made.push("/networks/" + body.path("Id").asText());
    } else {
      made.push("/volumes/" + body.path("Name").asText());
    }
  }

  private void judge(Firing firing, Variables variables, Deque<String> made) throws IOException {
    int before = engine.requests().size();
    long stray = engine.strayBytes();
    byte[] request = firing.bytes(variables);
    try (RawClient client = new RawClient(broker.socket())) {
      client.sendInBackground(
          request, firing.single(), firing.test().isAttack() && firing.test().escapedHead());
      switch (firing.test().expectation()) {
        case CorpusCase.Expectation.Refused refused -> judgeRefused(client, refused, firing);
        case CorpusCase.Expectation.Answered answered ->
            judgeAnswered(client, request, answered, firing.test(), variables, made);
      }
    }
    List<RecordedRequest> reached =
        engine.requests().subList(before, engine.requests().size()).stream()
            .filter(r -> !LOOK_UP.matcher(r.head()).matches())
            .toList();
    if (firing.test().isAttack()) {
      assertThat(reached).as("nothing reached the engine").isEmpty();
      assertThat(engine.strayBytes()).as("bytes that are no request").isEqualTo(stray);
    } else {
      Expectations.checkForwarded(firing.test(), reached, variables);
    }
  }

  /// Every answer on the connection must be a refusal that Docker's clients understand.
  private static void judgeRefused(
      RawClient client, CorpusCase.Expectation.Refused refused, Firing firing) throws IOException {
    RawAnswer answer = client.answer(firing.test().isHead());
    Expectations.checkRefused(firing, refused, answer);
    try {
      client.endOfInput();
    } catch (IOException e) {
      return; // the broker closed the connection already
    }
    String rest = client.rest();
    assertThat(rest.replaceAll("HTTP/1\\.1 4[0-9][0-9] ", ""))
        .as("what else was answered")
        .doesNotContain("HTTP/1.1 ");
  }

  private static void judgeAnswered(
      RawClient client,
      byte[] request,
      CorpusCase.Expectation.Answered answered,
      CorpusCase test,
      Variables variables,
      Deque<String> made)
      throws IOException {
    RawAnswer answer = client.answer(test.isHead());
    assertThat(answer.status()).as("status; body: %s", answer.body()).isEqualTo(answered.status());
    String body = answer.body();
    if (test.send().isPresent()) {
      client.send(BodyNotation.utf8(test.send().get()));
      try {
        client.endOfInput();
      } catch (IOException e) {
        throw new IOException("the stream was closed before the client's end", e);
      }
      body += client.rest();
    }
    Expectations.checkResponse(test, body + answer.head(), answer.body(), variables);
    remember(new String(request, ISO_8859_1), answer, made);
  }

  private void exchange(String request) throws IOException {
    try (RawClient client = new RawClient(broker.socket())) {
      client.send(BodyNotation.utf8(request));
      client.answer(false);
    }
  }

  @Override
  public void close() throws IOException {
    broker.close();
    engine.close();
  }

  /// The audit of the whole run.
  static List<String> audit(Path folder) throws IOException {
    return Files.readAllLines(folder.resolve("audit.jsonl"));
  }
}
