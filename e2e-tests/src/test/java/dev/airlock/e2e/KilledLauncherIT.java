package dev.airlock.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.airlock.e2e.harness.Checks;
import dev.airlock.e2e.harness.CurrentEngine;
import dev.airlock.e2e.harness.Deadline;
import dev.airlock.e2e.harness.Finished;
import dev.airlock.e2e.harness.Held;
import dev.airlock.e2e.harness.Lab;
import dev.airlock.e2e.harness.Snapshot;
import dev.airlock.e2e.harness.Started;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// `kill -9` of the command at any moment: the next `sandbox prune` removes all of that session,
/// and nothing of anybody else's.
@CurrentEngine
class KilledLauncherIT {
  private static final Duration SOON = Duration.ofSeconds(60);

  private static final String FULL_SESSION =
      """
      docker network create left-network >/dev/null
      docker volume create left-volume >/dev/null
      docker run -d --name left-running --network left-network -v left-volume:/v -p 8080:80 sandbox/hello sleep 600 >/dev/null
      docker create --name left-created -v /anonymous sandbox/hello >/dev/null
      printf 'FROM sandbox/hello\\nRUN echo made >/made\\n' | docker build -q -t left:latest - >/dev/null
      tell up
      await never
      """;

  private static final String LIVING_SESSION =
      """
      docker run -d --name living sandbox/hello sleep 600 >/dev/null
      tell up
      await look
      check still-there 'docker exec living echo alive'
      docker rm -f living >/dev/null
      """;

  @Test
  void pruneRemovesAllOfItAndNothingElse(Lab lab) {
    lab.ask(
        "run",
        "-d",
        "--name",
        "foreign-kept",
        "-v",
        "foreign-kept:/data",
        "sandbox/hello",
        "sleep",
        "600");
    Snapshot foreign = lab.snapshot();
    try (Held living =
            Checks.hold(
                lab.sandbox("run", "--dind", "--enable-airlock"), lab.workspace(), LIVING_SESSION);
        Held killed =
            Checks.hold(
                lab.sandbox("run", "--dind", "--enable-airlock"), lab.workspace(), FULL_SESSION)) {
      living.until("up");
      killed.until("up");
      killed.process().signal("KILL");
      killed.process().await(SOON);

      Finished prune = lab.sandbox("prune").run().expect(0);

      assertThat(prune.out() + prune.err())
          .as("it says what it removed")
          .contains(killed.workspace().path().getFileName().toString());
      assertThat(lab.ask("ps", "--all", "--format", "{{.Names}}"))
          .contains("living", "foreign-kept")
          .doesNotContain("left-");
      living.allow("look").finish().of("still-there").is("alive");
    }
    assertThat(foreign.differencesTo(lab.snapshot())).isEmpty();
    lab.ask("rm", "-f", "foreign-kept");
    lab.ask("volume", "rm", "foreign-kept");
  }

  @Test
  void theWorkloadEndsWithoutPruneToo(Lab lab) {
    try (Held killed =
        Checks.hold(
            lab.sandbox("run", "--enable-airlock"), lab.workspace(), "tell up\nawait never\n")) {
      killed.until("up");
      killed.process().signal("KILL");
      Deadline.await(
          "no process of the session left",
          SOON,
          () -> lab.ask("ps", "--quiet", "--filter", "label=dev.airlock.role=workload").isEmpty());
    }
    lab.sandbox("prune").run().expect(0);
  }

  @ParameterizedTest
  @ValueSource(strings = {"network", "volume", "container"})
  void killedWhileItStartsLeavesNothingAfterPrune(String firstSeen, Lab lab) {
    Snapshot before = lab.snapshot();
    try (Started run =
        lab.sandbox("run", "--dind", "--enable-airlock", "--", "sleep", "600")
            .in(lab.workspace().path())
            .start()) {
      Deadline.await(
          "the session's first " + firstSeen,
          SOON,
          () ->
              !lab.ask(firstSeen, "ls", "--quiet", "--filter", "label=dev.airlock.session")
                  .isEmpty());
      run.signal("KILL");
      run.await(SOON);
    }
    // A child of the killed command may still be at work on the engine.
    Deadline.await(
        "nothing left after prune",
        SOON,
        () -> {
          lab.sandbox("prune").run().expect(0);
          return before.differencesTo(lab.snapshot()).isEmpty();
        });
  }

  @Test
  void theNextRunPrunesAsWell(Lab lab) {
    Snapshot before = lab.snapshot();
    try (Held killed =
        Checks.hold(
            lab.sandbox("run", "--enable-airlock"), lab.workspace(), "tell up\nawait never\n")) {
      killed.until("up");
      killed.process().signal("KILL");
      killed.process().await(SOON);
    }

    lab.sandbox("run", "--", "true").in(lab.workspace().path()).run().expect(0);

    assertThat(before.differencesTo(lab.snapshot())).isEmpty();
  }

  @Test
  void pruneReportsAsJson(Lab lab) {
    Finished prune = lab.sandbox("prune", "--json").run().expect(0);

    assertThat(List.of("{", "[")).anyMatch(prune.answer()::startsWith);
  }
}
