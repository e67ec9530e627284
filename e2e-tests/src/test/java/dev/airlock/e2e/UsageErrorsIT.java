package dev.airlock.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.airlock.e2e.harness.CurrentEngine;
import dev.airlock.e2e.harness.FakeEngine;
import dev.airlock.e2e.harness.Finished;
import dev.airlock.e2e.harness.Invocation;
import dev.airlock.e2e.harness.Lab;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Bad input: an `error:` line that says what is wrong, a `hint:` line that says what to do, the
/// right exit status, and nothing left behind.
@CurrentEngine
class UsageErrorsIT {
  /// @param says what the error names
  record Mistake(int status, String says, List<String> arguments) {
    @Override
    public String toString() {
      return String.join(" ", arguments);
    }
  }

  private static Mistake run(String says, String... arguments) {
    return new Mistake(125, says, Stream.concat(Stream.of("run"), Stream.of(arguments)).toList());
  }

  private static Mistake other(int status, String says, String... arguments) {
    return new Mistake(status, says, List.of(arguments));
  }

  static Stream<Mistake> mistakes() {
    return Stream.of(
        run("--bogus", "--bogus", "--", "true"),
        run("--alow", "--alow", "example.org", "--", "true"),
        run("bogus", "--dind=bogus", "--", "true"),
        run("command", "--dind", "--"),
        run("command"),
        run("ex ample", "--enable-airlock", "--allow", "ex ample", "--", "true"),
        run(
            "http://example.org/",
            "--enable-airlock",
            "--allow",
            "http://example.org/",
            "--",
            "true"),
        run("*", "--enable-airlock", "--allow", "*", "--", "true"),
        run("example.org:0", "--enable-airlock", "--allow", "example.org:0", "--", "true"),
        run("--allow", "--allow", "example.org", "--", "true"),
        run("[", "--dind", "--allow-image", "[", "--", "true"),
        run("nosuch/image:1", "--image", "nosuch/image:1", "--", "true"),
        run("workspace", "--workspace", "/", "--", "true"),
        run("/nonexistent/folder", "--workspace", "/nonexistent/folder", "--", "true"),
        run("/etc/passwd", "--workspace", "/etc/passwd", "--", "true"),
        run("lots", "--memory", "lots", "--", "true"),
        run("--publish", "--publish", "80:80", "--", "true"),
        run("rootful", "--dind=rootful", "--", "true"),
        run("embedded", "--dind", "--enable-airlock", "--broker=embedded", "--", "true"),
        other(2, "bogus", "bogus"),
        other(2, "command"),
        other(2, "--bogus", "prune", "--bogus"),
        other(2, "bogus", "compose", "--dind=bogus", "--", "true"),
        other(2, "--bogus", "setup", "--bogus"));
  }

  @ParameterizedTest
  @MethodSource("mistakes")
  void areExplained(Mistake mistake, Lab lab) {
    Finished run =
        lab.sandbox(mistake.arguments().toArray(String[]::new)).in(lab.workspace().path()).run();

    explains(run, mistake.status(), mistake.says());
  }

  @Test
  void allProblemsAreReportedAtOnce(Lab lab) {
    Finished run =
        lab.sandbox(
                "run",
                "--dind=bogus",
                "--memory",
                "lots",
                "--enable-airlock",
                "--allow",
                "a b",
                "--")
            .in(lab.workspace().path())
            .run();

    explains(run, 125, "bogus");
    assertThat(run.err()).contains("lots", "a b", "command");
  }

  @Test
  void theHomeFolderIsNoWorkspace(Lab lab) {
    explains(lab.sandbox("run", "--", "true").in(lab.home()).run(), 125, lab.home().toString());
  }

  @Test
  void anEngineOutOfReach(Lab lab) {
    Invocation nowhere =
        lab.sandbox("run", "--", "true")
            .in(lab.workspace().path())
            .with("DOCKER_HOST", "unix:///nonexistent/docker.sock");

    explains(nowhere.run(), 125, "unix:///nonexistent/docker.sock");
    Invocation prune = lab.sandbox("prune").with("DOCKER_HOST", "unix:///nonexistent/docker.sock");
    explains(prune.run(), 1, "unix:///nonexistent/docker.sock");
  }

  @Test
  void anEngineThatIsTooOld(Lab lab) {
    try (FakeEngine old =
        FakeEngine.ofVersion(lab.scratch().resolve("docker.sock"), "20.10.24", "1.41")) {
      Invocation run =
          lab.sandbox("run", "--", "true")
              .in(lab.workspace().path())
              .with("DOCKER_HOST", old.dockerHost());

      explains(run.run(), 125, "1.41");
    }
  }

  private static void explains(Finished run, int status, String says) {
    run.expect(status);
    assertThat(run.out()).as("standard output belongs to the command").isEmpty();
    List<String> lines = run.err().lines().toList();
    assertThat(lines).as(run.toString()).anyMatch(line -> line.startsWith("sandbox: error: "));
    assertThat(lines).as(run.toString()).anyMatch(line -> line.startsWith("sandbox: hint: "));
    assertThat(run.err()).contains(says).doesNotContain("\tat ", "Exception");
  }
}
