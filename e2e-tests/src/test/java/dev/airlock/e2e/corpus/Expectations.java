package dev.airlock.e2e.corpus;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.airlock.e2e.corpus.CorpusCase.Check;
import java.util.List;
import java.util.Locale;

/// Holds a shot's outcome against what its case says.
final class Expectations {

  private static final ObjectMapper JSON = new ObjectMapper();

  private Expectations() {}

  /// 400, 403 or 404 with Docker's JSON; 403 names the rule.
  static void checkRefused(
      Firing firing, CorpusCase.Expectation.Refused refused, RawAnswer answer) {
    assertThat(answer.status()).as("status; body: %s", answer.body()).isIn(400, 403, 404);
    if (refused.status() != 0) {
      assertThat(answer.status()).as("status; body: %s", answer.body()).isEqualTo(refused.status());
    }
    if (firing.test().isHead()) {
      return;
    }
    assertThat(answer.head().toLowerCase(Locale.ROOT)).contains("content-type: application/json");
    String message = json(answer.body()).path("message").asText();
    assertThat(message).as("message of %s", answer.body()).isNotEmpty();
    refused
        .reason()
        .ifPresent(reason -> assertThat(message).startsWith("sandbox: denied (" + reason + "): "));
  }

  /// The first request is the client's; others may follow from it, as folders of the workspace.
  static void checkForwarded(CorpusCase test, List<RecordedRequest> requests, Variables variables) {
    if (requests.isEmpty()) {
      check(test, Check.Subject.FORWARDED, "", "", variables);
      return;
    }
    RecordedRequest first = requests.getFirst();
    String body = new String(first.body(), UTF_8);
    check(test, Check.Subject.FORWARDED, first.text(), body, variables);
  }

  /// Also that the answer shows nothing of the host, of other people, or of the broker's own
  /// doings.
  static void checkResponse(CorpusCase test, String all, String body, Variables variables) {
    assertThat(all)
        .doesNotContain(
            EngineModel.SECRET,
            EngineModel.FOREIGN_CONTAINER,
            EngineModel.POD_CONTAINER,
            EngineModel.FOREIGN_NETWORK,
            "foreign-db",
            "foreign-net",
            "foreign/secret",
            "dev.airlock.",
            "sandbox-session/",
            "sandbox-corpus_",
            "sandbox-corpus-");
    check(test, Check.Subject.RESPONSE, all, body, variables);
  }

  private static void check(
      CorpusCase test, Check.Subject subject, String all, String body, Variables variables) {
    for (Check check : test.checks()) {
      if (check.subject() != subject) {
        continue;
      }
      String operand = variables.replaceIn(check.operand());
      switch (check.kind()) {
        case CONTAINS -> assertThat(all).contains(operand);
        case LACKS -> assertThat(all).doesNotContain(operand);
        case JSON -> checkJson(json(body), operand);
      }
    }
  }

  private static void checkJson(JsonNode body, String operand) {
    if (operand.endsWith(" absent")) {
      String pointer = operand.substring(0, operand.length() - " absent".length());
      JsonNode node = body.at(pointer);
      assertThat(node.isMissingNode() || node.isNull())
          .as("%s is absent in %s", pointer, body)
          .isTrue();
      return;
    }
    int equals = operand.indexOf(" = ");
    String pointer = operand.substring(0, equals);
    assertThat(body.at(pointer))
        .as("%s in %s", pointer, body)
        .isEqualTo(json(operand.substring(equals + 3)));
  }

  private static JsonNode json(String text) {
    try {
      return JSON.readTree(text);
    } catch (JsonProcessingException e) {
      return fail("not JSON: " + text, e);
    }
  }
}
