package dev.airlock.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.airlock.e2e.harness.CurrentEngine;
import dev.airlock.e2e.harness.Finished;
import dev.airlock.e2e.harness.Invocation;
import dev.airlock.e2e.harness.Lab;
import dev.airlock.e2e.harness.Machine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;

/// A machine without any engine: what a run says there, what set-up brings, and that its removal
/// leaves nothing.
///
/// The steps are those of one user on one machine, in their order. The engine's packages and the
/// images are taken from the cache of the other tests, whose own set-up is the one from nothing.
@CurrentEngine
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class SetupIT {
  private static final List<String> IMAGES =
      List.of("sandbox/base", "sandbox/gateway", "sandbox/agent", "sandbox/hello");

  private Machine machine;
  private Path workspace;
  private List<Path> runtimeFoldersBefore;

  @SuppressWarnings("NullAway.Init") // set before every test by power()
  SetupIT() {}

  @BeforeAll
  void power(Lab lab) {
    machine = Machine.bare();
    workspace = lab.scratch();
    runtimeFoldersBefore = runtimeFolders();
  }

  @AfterAll
  void unplug() {
    machine.close();
  }

  private Invocation sandbox(String... arguments) {
    return machine.sandboxWithoutOtherEngines(arguments).in(workspace);
  }

  @Test
  @Order(1)
  void withoutAnEngineARunNamesTheCommandThatFixesIt() {
    Finished run = sandbox("run", "--dind", "--", "true").run().expect(125);

    assertThat(run.err()).contains("sandbox: error: ", "sandbox: hint: ", "sandbox setup");
    assertThat(Files.exists(machine.engineFolder())).as("it installs nothing by itself").isFalse();
  }

  @Test
  @Order(2)
  void aFullDiskIsExplainedAndLeavesNothing() throws IOException {
    Path small = Files.createDirectories(workspace.resolve("small"));
    Invocation.of("mount", "-t", "tmpfs", "-o", "size=8m", "tmpfs", small.toString())
        .run()
        .expect(0);
    try {
      Finished setup = sandbox("setup").with("XDG_DATA_HOME", small.toString()).run().expect(1);
      assertThat(setup.err())
          .contains("sandbox: error: ", "sandbox: hint: ")
          .doesNotContain("\tat ");

      Finished run =
          sandbox("run", "--setup", "--", "true")
              .with("XDG_DATA_HOME", small.toString())
              .run()
              .expect(125);
      assertThat(run.err()).contains("sandbox: error: ", "sandbox: hint: ");
      assertThat(machine.engineAddress()).isEmpty();
    } finally {
      Invocation.of("umount", "-l", small.toString()).run().expect(0);
    }
  }

  @Test
  @Order(3)
  void anEngineThatDoesNotRunIsStartedBySetUp(Lab lab) {
    copyPartsAndImages(lab);
    Finished run = sandbox("run", "--", "true").run().expect(125);
    assertThat(run.err()).contains("sandbox: error: ", "sandbox: hint: ", "sandbox setup");

    sandbox("setup").run().expect(0);

    assertThat(machine.engineAddress()).isPresent();
    Finished hello =
        sandbox("run", "--dind", "--enable-airlock", "--", "docker", "run", "--rm", "sandbox/hello")
            .run()
            .expect(0);
    assertThat(hello.out()).contains("Hello");
  }

  /// The engine's packages, as they are unpacked, and the images, by way of the engine itself,
  /// which changes nothing of the machine's network meanwhile.
  private void copyPartsAndImages(Lab lab) {
    Path from =
        machine.engineFolder().resolveSibling("../../../forky/data/sandbox/engine").normalize();
    Path to = machine.engineFolder();
    Invocation.of(
            "sh",
            "-ec",
            "mkdir -p \"$2\"; cd \"$1\"; cp -al root bin \"$2\"/; cp -a manifest.json \"$2\"/;"
                + " mkdir -p \"$2\"/docker-config; cp -a docker-config/cli-plugins \"$2\"/docker-config/",
            "sh",
            from.toString(),
            to.toString())
        .run()
        .expect(0);
    Path scratch = workspace.resolve("engine");
    String address = "unix://" + scratch.resolve("docker.sock");
    Invocation.of("mkdir", "-p", scratch.toString()).run().expect(0);
    machine
        .command(
            List.of(
                "sh",
                "-c",
                "PATH=$1/bin:$PATH setsid dockerd --bridge=none --iptables=false --ip6tables=false --ip-forward=false --data-root=$1/data --exec-root=$2/exec --pidfile=$2/pid --host=$3 >$2/log 2>&1 </dev/null &",
                "sh",
                to.toString(),
                scratch.toString(),
                address))
        .run()
        .expect(0);
    dev.airlock.e2e.harness.Deadline.await(
        "the engine's answer",
        java.time.Duration.ofSeconds(60),
        () -> machine.docker(address, "version").run().exit() == 0);
    Path archive = workspace.resolve("images.tar");
    List<String> tags =
        Stream.of(lab.ask("images", "--format", "{{.Repository}}:{{.Tag}}").split("\n", -1))
            .filter(tag -> IMAGES.stream().anyMatch(image -> tag.startsWith(image + ":")))
            .toList();
    lab.docker(
            Stream.concat(Stream.of("save", "-o", archive.toString()), tags.stream())
                .toArray(String[]::new))
        .run()
        .expect(0);
    machine.docker(address, "load", "-i", archive.toString()).run().expect(0);
    machine.stopEngine();
  }

  @Test
  @Order(4)
  void aSecondSetUpDoesNothing() {
    Map<String, String> before = imageIds();

    Finished again = sandbox("setup", "--json").run().expect(0);

    assertThat(again.out()).contains("\"changed\" : false");
    assertThat(imageIds()).isEqualTo(before).isNotEmpty();
  }

  private Map<String, String> imageIds() {
    return docker("images", "--no-trunc", "--format", "{{.Repository}}:{{.Tag}} {{.ID}}")
        .lines()
        .map(line -> List.of(line.split(" ", -1)))
        .collect(java.util.stream.Collectors.toMap(List::getFirst, List::getLast));
  }

  private String docker(String... arguments) {
    return machine
        .docker(machine.engineAddress().orElseThrow(), arguments)
        .run()
        .expect(0)
        .answer();
  }

  /// A tag that a user gave, and one as an earlier version would have left.
  @Test
  @Order(5)
  void removesWhatAnEarlierVersionBuilt() {
    docker("tag", "sandbox/hello", "sandbox/hello:mine");
    docker("tag", "sandbox/hello", "sandbox/hello:0123456789abcdef");
    docker("rmi", "sandbox/hello:latest");

    sandbox("setup").run().expect(0);

    assertThat(imageIds())
        .containsKeys("sandbox/hello:mine", "sandbox/hello:latest")
        .doesNotContainKey("sandbox/hello:0123456789abcdef");
    docker("rmi", "sandbox/hello:mine");
  }

  @Test
  @Order(6)
  void aMissingImageIsNamedWithTheCommandThatBuildsIt() {
    List<String> tags =
        docker("images", "--format", "{{.Repository}}:{{.Tag}}")
            .lines()
            .filter(tag -> tag.startsWith("sandbox/gateway:"))
            .toList();
    docker(Stream.concat(Stream.of("rmi"), tags.stream()).toArray(String[]::new));

    Finished run = sandbox("run", "--dind", "--", "true").run().expect(125);

    assertThat(run.err()).contains("sandbox: error: ", "sandbox/gateway", "sandbox setup");
  }

  @Test
  @Order(7)
  void removalLeavesNothing() {
    Finished removal = sandbox("setup", "--remove").run().expect(0);

    assertThat(removal.out()).isEmpty();
    assertThat(Files.exists(machine.engineFolder())).isFalse();
    assertThat(machine.host().processes()).isEmpty();
    assertThat(runtimeFolders()).isEqualTo(runtimeFoldersBefore);
    assertThat(machine.host().inside("ip", "-o", "link", "show").out())
        .doesNotContain("docker0", "br-");
    assertThat(machine.host().inside("iptables", "-S").out()).doesNotContain("DOCKER", "docker0");
  }

  @Test
  @Order(8)
  void removalOfNothingIsNoError() {
    Finished again = sandbox("setup", "--remove", "--json").run().expect(0);

    assertThat(again.out()).contains("\"removed\" : false");
  }

  private static List<Path> runtimeFolders() {
    try (Stream<Path> folders = Files.list(Path.of("/run"))) {
      return folders
          .filter(f -> f.getFileName().toString().startsWith("sandbox"))
          .sorted()
          .toList();
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }
}
