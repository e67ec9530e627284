package dev.airlock.egress.policy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.airlock.rules.RuleText;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PolicyFileTest {

  @Test
  void readsRulesWithTheirLines() {
    PolicyFile file =
        PolicyFile.parse("p.json", "{\"allow\": [\"a.example\",\n\"b.example:8443\"]}");
    assertThat(file.problems()).isEmpty();
    assertThat(file.allow())
        .containsExactly(
            new RuleText("a.example", "p.json:1"), new RuleText("b.example:8443", "p.json:2"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{}|",
        "{\"allow\": []}|",
        "''|not a JSON object",
        "[]|not a JSON object",
        "\"x\"|not a JSON object",
        "{\"allow\": \"a.example\"}|is not a list",
        "{\"allow\": {\"a\": []}}|is not a list",
        "{\"allow\": [null]}|a rule is not a string",
        "{\"Allow\": []}|did you mean",
        "{\"allow\": [], \"allow\": []}|not JSON: Duplicate",
        "{\"allow\": []} {}|text follows",
        "{\"allow\": [\"a\"|not JSON",
        "{\"allow\": [\"a\",]}|not JSON",
      })
  void saysWhatIsWrong(String json, String problem) {
    PolicyFile file = PolicyFile.parse("p.json", json);
    if (problem == null) {
      assertThat(file.problems()).isEmpty();
    } else {
      assertThat(file.problems())
          .anySatisfy(p -> assertThat(p).startsWith("p.json").contains(problem));
    }
  }
}
