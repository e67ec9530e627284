package dev.airlock.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.airlock.e2e.harness.Bytes;
import dev.airlock.e2e.harness.CurrentEngine;
import dev.airlock.e2e.harness.Deadline;
import dev.airlock.e2e.harness.Finished;
import dev.airlock.e2e.harness.Invocation;
import dev.airlock.e2e.harness.Lab;
import dev.airlock.e2e.harness.Started;
import dev.airlock.e2e.harness.Terminal;
import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// The command's exit status, signals, standard streams and terminal pass through exactly.
@CurrentEngine
class ExitStatusIT {
  private static final Duration SOON = Duration.ofSeconds(60);

  private static Invocation run(Lab lab, String... command) {
    return lab.sandbox("run", "--").and(command).in(lab.workspace().path());
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 125, 255})
  void isTheCommands(int status, Lab lab) {
    Finished run =
        run(lab, "sh", "-c", "echo out; echo err >&2; exit " + status).run().expect(status);

    assertThat(run.out()).isEqualTo("out\n");
    assertThat(run.err()).contains("err\n").doesNotContain("sandbox: error:");
  }

  @Test
  void is127ForACommandThatIsNotThere(Lab lab) {
    run(lab, "no-such-command").run().expect(127);
  }

  @Test
  void is126ForACommandThatIsNotExecutable(Lab lab) {
    run(lab, "/etc/passwd").run().expect(126);
  }

  @ParameterizedTest
  @CsvSource({"TERM,143", "INT,130", "HUP,129"})
  void is128AndTheSignalThatEndedIt(String signal, int status, Lab lab) {
    try (Started run = run(lab, "sh", "-c", "echo ready; exec sleep 100").start()) {
      run.awaitOutput("ready", SOON);
      run.signal(signal);

      assertThat(run.await(SOON).exit()).isEqualTo(status);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"TERM", "INT", "HUP"})
  void isTheCommandsOwnWhenItHandlesTheSignalOnce(String signal, Lab lab) {
    String script =
        "trap 'n=$((n+1)); echo saw-$n' "
            + signal
            + "; trap 'exit 42' USR1; n=0; echo ready; i=0;"
            + " while [ $i -lt 30 ]; do sleep 0.1; [ $n -eq 0 ] || i=$((i+1)); done; exit 42";
    try (Started run = run(lab, "bash", "-c", script).start()) {
      run.awaitOutput("ready", SOON);
      run.signal(signal);

      Finished ended = run.await(SOON).expect(42);
      assertThat(ended.lines())
          .as("the command sees the signal once")
          .containsExactly("ready", "saw-1");
    }
  }

  @Test
  void aSignalBeforeTheCommandBeganEndsTheSessionWithItsNumber(Lab lab) {
    try (Started run = run(lab, "sh", "-c", "echo began; sleep 100").start()) {
      Deadline.await(
          "the session's first container",
          SOON,
          () ->
              !lab.ask("ps", "--all", "--quiet", "--filter", "label=dev.airlock.session")
                  .isEmpty());
      run.signal("TERM");

      assertThat(run.await(SOON).exit()).isEqualTo(143);
    }
  }

  @Test
  void standardInputArrivesWholeAndEnds(Lab lab) {
    byte[] bytes = new byte[3 << 20];
    new Random(4711).nextBytes(bytes);

    Finished run = run(lab, "cat").stdin(bytes).run().expect(0);

    assertThat(run.stdout()).isEqualTo(Bytes.of(bytes));
  }

  @Test
  void aPipeInFrontWorks(Lab lab) {
    assertThat(run(lab, "cat").stdin("x\n").run().expect(0).out()).isEqualTo("x\n");
  }

  @Test
  void anEarlyEndOfTheReaderIsNoHang(Lab lab) {
    Invocation run = run(lab, "sh", "-c", "yes | head -c 10000000");
    String line = String.join(" ", run.command().stream().map(word -> "'" + word + "'").toList());

    Finished cut =
        new Invocation(
                java.util.List.of("bash", "-c", line + " | head -n 1"),
                run.environment(),
                run.folder(),
                run.input())
            .run()
            .expect(0);

    assertThat(cut.out()).isEqualTo("y\n");
  }

  @Test
  void aTerminalIsATerminalWithTheRightSizeWhichFollows(Lab lab) {
    String script =
        "tty >/dev/null && echo terminal-yes; stty size; trap 'stty size' WINCH; echo ready;"
            + " while :; do read -t 0.2 line; [ \"$line\" != stop ] || exit 9; done";
    try (Terminal terminal = Terminal.start(run(lab, "bash", "-c", script), 31, 101)) {
      terminal.awaitShown("ready", SOON);
      assertThat(terminal.shown()).contains("terminal-yes", "31 101");
      terminal.resize(42, 123);
      terminal.awaitShown("42 123", SOON);
      terminal.type("stop\r");

      assertThat(terminal.await(SOON)).isEqualTo(9);
    }
  }

  @Test
  void keysOfATerminalReachTheCommandAsSignals(Lab lab) {
    String script = "trap 'echo interrupted; exit 5' INT; echo ready; while :; do sleep 0.1; done";
    try (Terminal terminal = Terminal.start(run(lab, "bash", "-c", script), 24, 80)) {
      terminal.awaitShown("ready", SOON);
      terminal.type("\u0003");

      assertThat(terminal.await(SOON)).isEqualTo(5);
      assertThat(terminal.shown()).contains("interrupted");
    }
  }

  @Test
  void sessionsWithDockerPassThingsThroughAsWell(Lab lab) {
    Invocation run =
        lab.sandbox("run", "--dind", "--enable-airlock", "--")
            .in(lab.workspace().path())
            .and("sh", "-c", "cat; docker run --rm sandbox/hello sh -c 'exit 33'");

    assertThat(run.stdin("given").run().expect(33).out()).isEqualTo("given");
  }
}
