package dev.airlock.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.airlock.e2e.harness.Finished;
import dev.airlock.e2e.harness.Lab;
import dev.airlock.e2e.harness.Snapshot;
import dev.airlock.e2e.harness.Workspace;
import java.util.List;
import org.junit.jupiter.api.Test;

/// The command of the README, as it stands there.
abstract class MainCommandContract {
  private static final List<String> README_COMMAND =
      List.of(
          "run",
          "--setup",
          "--dind",
          "--enable-airlock",
          "--",
          "docker",
          "run",
          "--rm",
          "sandbox/hello");

  @Test
  void showsWhatTheContainerSaysAndLeavesNothing(Lab lab) {
    String greeting = lab.ask("run", "--rm", "sandbox/hello");
    assertThat(greeting).isNotEmpty();
    Snapshot before = lab.snapshot();

    Finished run =
        lab.sandbox(README_COMMAND.toArray(String[]::new))
            .in(lab.workspace().path())
            .run()
            .expect(0);

    assertThat(run.answer()).as("standard output belongs to the command").isEqualTo(greeting);
    assertThat(before.differencesTo(lab.snapshot())).isEmpty();
  }

  @Test
  void worksInAFolderOfRoots(Lab lab) {
    Finished run =
        lab.sandbox(
                "run", "--dind", "--enable-airlock", "--", "docker", "run", "--rm", "sandbox/hello")
            .in(lab.scratch())
            .run()
            .expect(0);

    assertThat(run.out()).contains("Hello");
  }

  @Test
  void givesTheCommandItsWorkspaceAtTheSamePath(Lab lab) {
    Workspace workspace = lab.workspace().file("given.txt", "given\n");

    Finished run =
        lab.sandbox(
                "run",
                "--dind",
                "--enable-airlock",
                "--",
                "sh",
                "-c",
                "pwd; cat given.txt; echo made >made.txt; id -u")
            .in(workspace.path())
            .run()
            .expect(0);

    assertThat(run.lines()).containsExactly(workspace.path().toString(), "given", "1000");
    assertThat(workspace.read("made.txt")).isEqualTo("made\n");
  }
}
