package dev.airlock.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.airlock.cli.command.Machine.Ended;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Bad input: an `error:` line that says what is wrong, a `hint:` line that says what to do, the
/// right exit status, and nothing made on the engine.
class BadInputTest {
  @TempDir private Path folder;

  /// @param error what the first error line says
  /// @param hint what its hint line says
  record Mistake(int status, String error, String hint, List<String> words) {
    @Override
    public String toString() {
      return String.join(" ", words);
    }
  }

  private static Mistake run(String error, String hint, String... words) {
    return new Mistake(
        125, error, hint, Stream.concat(Stream.of("run"), Stream.of(words)).toList());
  }

  private static Mistake other(int status, String error, String hint, String... words) {
    return new Mistake(status, error, hint, List.of(words));
  }

  /// All of these are seen before the engine is asked anything.
  static Stream<Mistake> mistakes() {
    return Stream.of(
        run("unknown option '--bogus'", "'sandbox run --help' lists", "--bogus", "--", "true"),
        run("unknown option '--alow'", "did you mean '--allow'?", "--alow", "x.org", "--", "true"),
        run("unknown docker mode 'bogus'", "the modes are", "--dind=bogus", "--", "true"),
        run("unknown docker mode 'rotful'", "'--dind=rootful'?", "--dind=rotful", "--", "true"),
        run("no command after '--'", "sandbox run -- COMMAND", "--dind", "--"),
        run("no command to run", "sandbox run -- COMMAND"),
        run("unexpected argument 'make'", "sandbox run -- make", "make"),
        run("rule '--allow a b' is not valid", "", "--enable-airlock", "--allow", "a b", "--", "x"),
        run("rule '--allow *' is not valid", "", "--enable-airlock", "--allow", "*", "--", "true"),
        run("would restrict nothing", "'--enable-airlock'", "--allow", "x.org", "--", "true"),
        run(
            "'--allow-image A b' is not valid",
            "postgres",
            "--dind",
            "--allow-image",
            "A b",
            "--",
            "x"),
        run("memory size 'lots'", "512m", "--memory", "lots", "--", "true"),
        run("number of processors 'no'", "1.5", "--cpus", "no", "--", "true"),
        run("session name 'a b'", "letters", "--name", "a b", "--", "true"),
        run("unknown place 'moon'", "'sidecar'", "--dind", "--broker=moon", "--", "true"),
        run("'--publish' is not supported yet", "leave it out", "--publish", "80:80", "--", "x"),
        run("workspace '/' is the whole machine", "--workspace DIR", "--workspace", "/", "--", "x"),
        run("does not exist", "--workspace DIR", "--workspace", "/nonexistent/w", "--", "x"),
        run("is a folder of the system", "--workspace DIR", "--workspace", "/etc", "--", "x"),
        other(2, "no command given", "sandbox run"),
        other(2, "unknown command 'rnu'", "did you mean 'run'?", "rnu"),
        other(2, "unknown option '--bogus'", "'sandbox --help' lists", "--bogus"),
        other(2, "unknown option '--bogus'", "", "prune", "--bogus"),
        other(2, "unknown option '--bogus'", "", "setup", "--bogus"),
        other(2, "unknown docker mode 'bogus'", "", "compose", "--dind=bogus", "--", "true"),
        other(2, "no command after '--'", "COMMAND", "compose", "--"),
        other(
            2,
            "'--audit' is an option of 'run' alone",
            "leave it out",
            "compose",
            "--dind",
            "--audit",
            "a.jsonl",
            "--",
            "x"),
        other(
            2,
            "'--broker' is an option of 'run' alone",
            "leave it out",
            "compose",
            "--dind",
            "--broker=embedded",
            "--",
            "x"),
        other(2, "unknown flag '--lisen'", "'--listen'?", "broker", "--lisen", "unix:///x"),
        other(2, "unknown flag '--bogus'", "", "egress", "--bogus", "x"));
  }

  @ParameterizedTest
  @MethodSource("mistakes")
  void isExplainedBeforeTheEngineIsAsked(Mistake mistake) throws IOException {
    try (Machine machine = Machine.complete(folder)) {
      Ended ended = machine.run(mistake.words().toArray(String[]::new));

      explains(ended, mistake.status(), mistake.error(), mistake.hint());
      assertThat(machine.requests()).isEmpty();
      assertThat(machine.dockerCalls()).isEmpty();
    }
  }

  @Test
  void isReportedAllAtOnce() throws IOException {
    try (Machine machine = Machine.complete(folder)) {
      Ended ended =
          machine.run(
              "run", "--dind=bogus", "--memory", "lots", "--enable-airlock", "--allow", "a b");

      assertThat(ended.err()).contains("no command to run", "'bogus'", "'lots'", "'--allow a b'");
      assertThat(ended.err().lines().filter(line -> line.startsWith("sandbox: error: ")))
          .hasSize(4);
    }
  }

  @Test
  void theHomeFolderAndWhatContainsItAreNoWorkspace() throws IOException {
    try (Machine machine = Machine.complete(folder)) {
      Ended home = machine.run("run", "--setup", "--workspace", "" + machine.home(), "--", "true");
      Ended above = machine.run("run", "--setup", "--workspace", "" + folder, "--", "true");

      explains(home, 125, "is the home folder", "--workspace DIR");
      explains(above, 125, "contains the home folder", "--workspace DIR");
      assertThat(machine.requests()).isEmpty();
      assertThat(machine.home().resolve(".local")).doesNotExist();
    }
  }

  @Test
  void anEngineOutOfReach() throws IOException {
    try (Machine machine = Machine.complete(folder)) {
      machine.set("DOCKER_HOST", "unix:///nonexistent/docker.sock");

      explains(
          runTrue(machine), 125, "'unix:///nonexistent/docker.sock' (DOCKER_HOST)", "start it");
      explains(machine.run("prune"), 1, "does not answer", "unset DOCKER_HOST");
      explains(composeTrue(machine), 1, "does not answer", "unset DOCKER_HOST");
      explains(machine.run("setup"), 1, "does not answer", "unset DOCKER_HOST");
      assertThat(machine.dockerCalls()).isEmpty();
    }
  }

  @Test
  void anEngineThatIsTooOld() throws IOException {
    try (Machine machine = Machine.start(folder, "20.10.24", "1.41")) {
      explains(runTrue(machine), 125, "too old: version 20.10.24 with API 1.41", "upgrade it");
      explains(machine.run("prune"), 1, "too old", "version 26 or newer");
      explains(composeTrue(machine), 1, "too old", "version 26 or newer");
      explains(machine.run("setup"), 1, "too old", "version 26 or newer");
      onlyRead(machine);
    }
  }

  @Test
  void imagesOfOursThatAreMissing() throws IOException {
    try (Machine machine = Machine.start(folder, "28.5.2", "1.51")) {
      explains(
          runTrue(machine),
          125,
          "lacks the images 'sandbox/gateway', 'sandbox/agent', 'sandbox/hello'",
          "run 'sandbox setup', or add '--setup'");
      explains(composeTrue(machine), 1, "lacks the images", "run 'sandbox setup'");
      onlyRead(machine);
    }
  }

  @Test
  void anImageOfTheUsersThatIsMissing() throws IOException {
    try (Machine machine = Machine.complete(folder)) {
      Ended ended =
          machine.run(
              "run", "--workspace", "" + machine.workspace(), "--image", "no/such:1", "--", "true");

      explains(ended, 125, "image 'no/such:1' is not on the engine", "docker pull no/such:1");
      onlyRead(machine);
    }
  }

  @Test
  void anEngineWhoseDiskIsFullWhileBuilding() throws IOException {
    try (Machine machine = Machine.start(folder, "28.5.2", "1.51")) {
      machine.dockerSays(
          "[ \"$1\" = build ] || exit 0\necho 'write /var/lib/docker/x: no space left on device'; exit 1");
      Ended run = machine.run("run", "--setup", "--workspace", "" + machine.workspace(), "--", "x");
      Ended setup = machine.run("setup");

      explains(run, 125, "building sandbox/base failed: the disk is full", "free some space");
      explains(setup, 1, "building sandbox/base failed: the disk is full", "free some space");
      onlyRead(machine);
      assertThat(machine.dockerCalls())
          .as("no image gets a name, and what stands on the base is not begun")
          .noneMatch(call -> call.startsWith("tag") || call.startsWith("run"))
          .filteredOn(call -> call.startsWith("build "))
          .hasSize(2);
      try (Stream<Path> left = Files.list(machine.home().resolve(".local/share/sandbox/build"))) {
        assertThat(left.map(file -> file.getFileName().toString()))
            .containsExactly("build-base.log");
      }
    }
  }

  @Test
  void aHomeFolderThatCannotBeWrittenWhileBuilding() throws IOException {
    try (Machine machine = Machine.start(folder, "28.5.2", "1.51")) {
      machine.dockerSays("exit 0");
      Path data = Files.createDirectories(machine.home().resolve(".local/share/sandbox"));
      Files.writeString(data.resolve("build"), "a file where a folder should be");
      Ended run = machine.run("run", "--setup", "--workspace", "" + machine.workspace(), "--", "x");

      explains(run, 125, "cannot write the build context of sandbox/base", "full?");
      onlyRead(machine);
      assertThat(machine.dockerCalls()).noneMatch(call -> call.startsWith("build "));
    }
  }

  private static Ended runTrue(Machine machine) {
    return machine.run("run", "--workspace", "" + machine.workspace(), "--", "true");
  }

  private static Ended composeTrue(Machine machine) {
    return machine.run("compose", "--workspace", "" + machine.workspace(), "--", "true");
  }

  private static void onlyRead(Machine machine) {
    assertThat(machine.requests()).isNotEmpty().allMatch(line -> line.startsWith("GET "));
  }

  private static void explains(Ended ended, int status, String error, String hint) {
    assertThat(ended.status()).as(ended.toString()).isEqualTo(status);
    assertThat(ended.out()).as("standard output belongs to the command").isEmpty();
    assertThat(ended.err().lines())
        .as(ended.toString())
        .anySatisfy(line -> assertThat(line).startsWith("sandbox: error: ").contains(error))
        .anySatisfy(line -> assertThat(line).startsWith("sandbox: hint: ").contains(hint));
    assertThat(ended.err()).doesNotContain("\tat ", "Exception");
  }
}
