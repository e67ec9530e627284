package dev.airlock.cli.setup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.airlock.cli.CliException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ToolTest {
  private static final Map<String, String> PATH = Map.of("PATH", "/usr/bin:/bin");

  @Test
  void passesLinesOnAndKeepsTheLast() {
    List<String> heard = new ArrayList<>();
    Tool.Outcome outcome =
        new Tool(PATH, heard::add).run(List.of("sh", "-c", "echo one; echo two >&2; exit 3"));
    assertThat(heard).containsExactly("one", "two");
    assertThat(outcome).isEqualTo(new Tool.Outcome(3, List.of("one", "two")));
  }

  @Test
  void givesProgramsTheEnvironmentThatItWasGivenAndNoMore() {
    assertThat(
            Tool.lines(
                Map.of("PATH", "/usr/bin:/bin", "ONLY", "this"),
                List.of("sh", "-c", "echo $ONLY $HOME")))
        .containsExactly("this");
  }

  @Test
  void namesAProgramThatIsNotThere() {
    assertThatThrownBy(() -> new Tool(PATH, _ -> {}).run(List.of("/no/such/program")))
        .isInstanceOf(CliException.class)
        .hasMessage("cannot run '/no/such/program'");
  }

  @Test
  void findsTheComplaintOfAptInWhatABuildPrinted() {
    assertThat(
            new Tool.Outcome(
                    100,
                    List.of(
                        "#7 1.09 E: Unable to locate package nothing",
                        "------",
                        "ERROR: failed to solve: exit code: 100"))
                .complaint())
        .isEqualTo("#7 1.09 E: Unable to locate package nothing");
  }

  @Test
  void hasAComplaintWhenNothingWasPrinted() {
    assertThat(new Tool.Outcome(7, List.of()).complaint()).isEqualTo("it ended with status 7");
  }
}
