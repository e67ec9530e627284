package dev.airlock.egress;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EgressConfigTest {
  @TempDir private Path folder;

  private static EgressArguments arguments(
      List<String> listen, List<String> allow, Optional<Path> policy) {
    return new EgressArguments(
        listen, allow, policy, Optional.empty(), Optional.empty(), Optional.empty());
  }

  @Test
  void joinsTheRulesOfCommandLineAndFile() throws Exception {
    Path policy =
        Files.writeString(
            folder.resolve("policy.json"), "{\n \"allow\": [\n  \"*.example.org:8443\"\n ]\n}\n");
    EgressConfig config =
        EgressConfig.read(
            arguments(List.of("tcp://127.0.0.1:0"), List.of("example.org"), Optional.of(policy)));
    assertThat(config.rules().rules())
        .extracting(rule -> rule.source().toString())
        .containsExactly("'example.org' (--allow)", "'*.example.org:8443' (" + policy + ":3)");
  }

  @Test
  void reportsAllProblemsAtOnce() throws Exception {
    Path policy =
        Files.writeString(
            folder.resolve("policy.json"),
            """
            {"alow": ["a.example"],
             "allow": ["https://b.example", 5, ["x"], "10.1.2.3/24"],
             "mode": {"deep": 1}}
            """);
    assertThatExceptionOfType(EgressConfigException.class)
        .isThrownBy(() ->
            EgressConfig.read(
                arguments(List.of("tcp://x", "3128"), List.of("*"), Optional.of(policy))))
        .satisfies(e ->
            assertThat(e.problems())
                .satisfiesExactlyInAnyOrder(
                    p -> assertThat(p).startsWith("--listen 'tcp://x' has no port; "),
                    p -> assertThat(p).startsWith("--listen '3128' is neither"),
                    p -> assertThat(p).contains(":1: unknown key 'alow'; did you mean 'allow'?"),
                    p -> assertThat(p).contains(":2: a rule is not a string"),
                    p -> assertThat(p).contains(":2: a rule is not a string"),
                    p -> assertThat(p).contains(":3: unknown key 'mode'; known keys are allow"),
                    p -> assertThat(p).startsWith("--allow '*': a wildcard"),
                    p -> assertThat(p).contains(":2 'https://b.example': a rule is no URL"),
                    p -> assertThat(p).contains(":2 '10.1.2.3/24': ").contains("10.1.2.0/24")));
  }

  @Test
  void reportsAFileThatIsNotThere() {
    assertThatExceptionOfType(EgressConfigException.class)
        .isThrownBy(() ->
            EgressConfig.read(
                arguments(
                    List.of("tcp://127.0.0.1:0"), List.of(), Optional.of(folder.resolve("none")))))
        .withMessageContaining("cannot be read");
  }

  @Test
  void reportsThatNothingIsListenedAt() {
    assertThatExceptionOfType(EgressConfigException.class)
        .isThrownBy(() -> EgressConfig.read(arguments(List.of(), List.of(), Optional.empty())))
        .withMessageContaining("--listen is missing");
  }
}
