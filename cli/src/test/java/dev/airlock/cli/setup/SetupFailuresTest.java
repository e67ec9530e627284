package dev.airlock.cli.setup;

import static org.assertj.core.api.Assertions.assertThat;

import dev.airlock.cli.CliException;
import java.util.List;
import org.junit.jupiter.api.Test;

class SetupFailuresTest {

  @Test
  void saysThatTheDiskIsFull() {
    CliException failure =
        SetupFailures.of(
            "building sandbox/agent failed",
            new Tool.Outcome(1, List.of("write /var/lib/x: no space left on device")),
            "look there");
    assertThat(failure).hasMessage("building sandbox/agent failed: the disk is full");
    assertThat(failure.hints()).hasSize(1);
  }

  @Test
  void passesOnAptsWordsWhenTheMirrorIsOutOfReach() {
    CliException failure =
        SetupFailures.of(
            "fetching the package lists of 'forky' failed",
            new Tool.Outcome(
                100,
                List.of(
                    "W: Failed to fetch http://mirror/debian  Temporary failure resolving 'mirror'")),
            "look there");
    assertThat(failure).hasMessageContaining("Temporary failure resolving 'mirror'");
    assertThat(failure.hints()).singleElement().asString().contains("mirror in reach");
  }

  @Test
  void keepsTheHintsOfOtherFailures() {
    assertThat(
            SetupFailures.of("x failed", new Tool.Outcome(2, List.of("bad flag")), "look there")
                .hints())
        .containsExactly("look there");
  }
}
