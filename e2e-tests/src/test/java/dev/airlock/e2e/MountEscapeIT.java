package dev.airlock.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.airlock.e2e.harness.Checks;
import dev.airlock.e2e.harness.Checks.Answer;
import dev.airlock.e2e.harness.CurrentEngine;
import dev.airlock.e2e.harness.EngineTap;
import dev.airlock.e2e.harness.Lab;
import dev.airlock.e2e.harness.Workspace;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Mounts that would show a container something of the host outside the workspace. A secret lies
/// there: no answer has it, and no request that names its folder reached the engine.
@CurrentEngine
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class MountEscapeIT {
  private static final String SECRET = "secret-of-the-host-4711";

  private static final String SCRIPT =
      """
      run='docker run --rm'
      api='curl -sS --fail-with-body --unix-socket /var/run/docker.sock -H Content-Type:application/json http://docker/v1.47'
      check bind-root "$run -v /:/x sandbox/hello cat /x/$OUTSIDE/secret"
      check bind-folder "$run -v $OUTSIDE:/x sandbox/hello cat /x/secret"
      check bind-parent "$run -v $PWD/..:/x sandbox/hello ls /x"
      check bind-mount-syntax "$run --mount type=bind,src=$OUTSIDE,dst=/x sandbox/hello cat /x/secret"
      check bind-dots "$run --mount type=bind,src=$PWD/a/../../..,dst=/x sandbox/hello ls /x"
      check bind-propagation "$run --mount type=bind,src=$PWD,dst=/x,bind-propagation=rshared sandbox/hello ls /x"
      check bind-proc "$run -v /proc:/x sandbox/hello cat /x/1/environ"
      check bind-engine-socket "$run -v $ENGINE_SOCKET:/x/docker.sock sandbox/hello ls /x"
      check symlink-folder "$run -v $PWD/out:/x sandbox/hello cat /x/secret"
      check symlink-file "$run -v $PWD/out-file:/x sandbox/hello cat /x"
      check symlink-mount-syntax "$run --mount type=bind,src=$PWD/out,dst=/x sandbox/hello cat /x/secret"
      check symlink-below "$run -v $PWD/out/deeper:/x sandbox/hello ls /x"
      check symlink-inside-container "$run -v $PWD:/w sandbox/hello cat /w/out/secret"
      check options-volume "docker volume create --opt type=none --opt o=bind --opt device=$OUTSIDE stolen"
      check options-driver "docker volume create --driver sshfs stolen"
      check options-mount "$run --mount 'type=volume,dst=/x,volume-opt=type=none,volume-opt=o=bind,volume-opt=device=$OUTSIDE' sandbox/hello cat /x/secret"
      check options-overlay "docker volume create --opt type=overlay --opt o=lowerdir=$OUTSIDE,upperdir=/tmp,workdir=/tmp --opt device=overlay stolen"
      check options-driver-flag "$run --volume-driver other -v stolen:/x sandbox/hello ls /x"
      check subpath-dots "$run --mount type=volume,src=own,dst=/x,volume-subpath=../../.. sandbox/hello ls /x"
      check both-kinds "$api/containers/create -d '{\\"Image\\":\\"sandbox/hello\\",\\"HostConfig\\":{\\"Binds\\":[],\\"Mounts\\":[{\\"Type\\":\\"bind\\",\\"Source\\":\\"$OUTSIDE\\",\\"Target\\":\\"/x\\"}]}}'"
      check type-image "$run --mount type=image,src=foreign/secret:1,dst=/x sandbox/hello ls /x"
      check type-cluster "$run --mount type=cluster,src=x,dst=/x sandbox/hello ls /x"
      check copy-link "docker create --name copier sandbox/hello && docker cp -L $PWD/out/secret copier:/tmp/ && docker cp copier:/tmp/secret - ; docker rm copier"
      check allowed-folder "$run -v $PWD/a:/x sandbox/hello cat /x/given"
      check allowed-link "$run -v $PWD/inner:/x sandbox/hello cat /x/given"
      check allowed-file "$run -v $PWD/a/given:/x:ro sandbox/hello cat /x"
      check allowed-write "$run -v $PWD:/x sandbox/hello sh -c 'echo from-sibling >/x/written' && cat written"
      check allowed-volume "$run -v own:/x sandbox/hello sh -c 'echo kept >/x/f' && $run -v own:/x sandbox/hello cat /x/f"
      check allowed-tmpfs "$run --tmpfs /x sandbox/hello sh -c 'echo t >/x/f && cat /x/f'"
      check allowed-missing "$run -v $PWD/made-by-docker:/x sandbox/hello sh -c 'echo m >/x/f' && cat made-by-docker/f"
      check socket "$run -v /var/run/docker.sock:/var/run/docker.sock sandbox/agent docker ps --all --format '{{.Names}}'"
      """;

  private Checks checks;
  private String asked;
  private Path outside;

  @SuppressWarnings("NullAway.Init") // set before every test by attack()
  MountEscapeIT() {}

  @BeforeAll
  void attack(Lab lab) throws IOException {
    outside = lab.scratch();
    Files.writeString(outside.resolve("secret"), SECRET);
    lab.ask("run", "-d", "--name", "foreign-in-sight", "sandbox/hello", "sleep", "600");
    Workspace workspace =
        lab.workspace()
            .file("a/given", "given")
            .link("inner", "a")
            .link("out", outside.toString())
            .link("out-file", outside.resolve("secret").toString());
    try (EngineTap tap = lab.tap()) {
      String variables =
          "OUTSIDE=%s ENGINE_SOCKET=%s\n"
              .formatted(outside, tap.dockerHost().replace("unix://", ""));
      checks =
          Checks.in(
              lab.sandbox("run", "--dind", "--enable-airlock")
                  .with("DOCKER_HOST", tap.dockerHost()),
              workspace,
              variables + SCRIPT);
      asked = tap.asked();
    } finally {
      lab.ask("rm", "-f", "foreign-in-sight");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"bind-", "options-", "both-kinds", "type-", "subpath-"})
  void refusesWithTheRulesName(String kind) {
    for (Answer answer : checks.startingWith(kind)) {
      answer.failed().says("sandbox: ");
    }
  }

  @Test
  void refusesLinksThatLeaveTheWorkspace() {
    for (Answer answer : checks.startingWith("symlink-")) {
      answer.failed();
    }
  }

  @Test
  void sayNothingOfWhatIsOnTheHost() {
    for (Answer answer : checks.all()) {
      answer.neverSays(SECRET);
    }
    // A link's target that is there and one that is not must read the same.
    checks.of("symlink-below").neverSays("no such file or directory");
  }

  @Test
  void sendsNoSuchPathToTheEngine() {
    assertThat(asked).contains("/containers/create").doesNotContain(outside.toString());
  }

  @Test
  void mountsWhatIsBelowTheWorkspace() {
    checks.of("allowed-folder").succeeded().is("given");
    checks.of("allowed-link").succeeded().is("given");
    checks.of("allowed-file").succeeded().is("given");
    checks.of("allowed-write").succeeded().is("from-sibling");
    checks.of("allowed-missing").succeeded().is("m");
  }

  @Test
  void mountsVolumesAndMemory() {
    checks.of("allowed-volume").succeeded().is("kept");
    checks.of("allowed-tmpfs").succeeded().is("t");
  }

  @Test
  void givesContainersTheSessionsOwnDockerForTheHosts() {
    checks.of("socket").succeeded().neverSays("foreign-in-sight");
  }
}
