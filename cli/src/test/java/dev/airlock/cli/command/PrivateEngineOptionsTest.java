package dev.airlock.cli.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.airlock.cli.UsageException;
import dev.airlock.cli.session.DockerChoice;
import dev.airlock.cli.session.SessionRequest;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// `--dind=rootless` and the options that go with it.
class PrivateEngineOptionsTest {

  @Test
  void asksForAnEngineThatKeepsNothing() {
    assertThat(request("--dind=rootless").docker())
        .isEqualTo(new DockerChoice.Rootless("", List.of()));
  }

  @Test
  void takesAVolumeAndImages() {
    assertThat(
            request(
                    "--dind=rootless",
                    "--engine-volume=mine",
                    "--engine-image=postgres:16",
                    "--engine-image=redis")
                .docker())
        .isEqualTo(new DockerChoice.Rootless("mine", List.of("postgres:16", "redis")));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      textBlock =
          """
          --dind=rootless --allow-image=x      | '--allow-image' does not go with '--dind=rootless'
          --dind=rootless --broker=sidecar     | '--broker' does not go with '--dind=rootless'
          --dind=rootless --engine-volume=/etc | volume name '/etc' is not valid
          --dind=rootless --engine-volume=a    | volume name 'a' is not valid
          --dind=rootless --engine-image=-x    | '--engine-image' needs the name of an image
          --dind=rootless --audit=log          | '--audit' has nothing to record
          --dind --engine-volume=mine          | '--engine-volume' is for private engines
          --engine-image=redis                 | '--engine-image' is for private engines
          --dind=rotless                       | unknown docker mode 'rotless'
          --dind=rootful                       | '--dind=rootful' is not supported yet
          """)
  void refusesWithAHint(String options, String message) {
    UsageException refusal =
        catchThrowableOfType(UsageException.class, () -> request(options.split(" ", -1)));

    assertThat(refusal.problems())
        .singleElement()
        .satisfies(problem -> {
          assertThat(problem.message()).contains(message);
          assertThat(problem.hints()).isNotEmpty();
        });
  }

  @Test
  void guessesAMistypedMode() {
    UsageException refusal =
        catchThrowableOfType(UsageException.class, () -> request("--dind=rotless"));

    assertThat(refusal.problems().getFirst().hints())
        .containsExactly("did you mean '--dind=rootless'?");
  }

  private static SessionRequest request(String... options) {
    return SessionOptionsTest.request(new CommandWords(List.of(options), true, List.of("true")));
  }
}
