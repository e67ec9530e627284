package dev.airlock.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.airlock.e2e.harness.Checks;
import dev.airlock.e2e.harness.Checks.Answer;
import dev.airlock.e2e.harness.CurrentEngine;
import dev.airlock.e2e.harness.Held;
import dev.airlock.e2e.harness.Lab;
import dev.airlock.e2e.harness.Workspace;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Containers that the session did not make: the host's own, another session's, and the session's
/// own sidecars. They cannot be seen, and no command does anything to them.
@CurrentEngine
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ForeignContainerIT {
  private static final String SECRET = "secret-of-another-4712";
  private static final String HOSTS = "foreign-db";
  private static final String NEIGHBOURS = "neighbour-db";
  private static final String STATE =
      "{{.Id}} {{.State.StartedAt}} {{.State.Running}} {{.State.Paused}} {{.RestartCount}} {{.Name}}"
          + " {{.HostConfig.Memory}} {{len .NetworkSettings.Networks}}";

  private static final String SCRIPT =
      """
      tell up
      await targets
      docker network create mine >/dev/null
      while read -r kind t; do
        check $kind-inspect "docker inspect $t"
        check $kind-logs "docker logs $t"
        check $kind-exec "docker exec $t cat /data/secret"
        check $kind-top "docker top $t"
        check $kind-stats "docker stats --no-stream $t"
        check $kind-diff "docker diff $t"
        check $kind-port "docker port $t"
        check $kind-export "docker export $t -o /tmp/stolen.tar"
        check $kind-copy-out "docker cp $t:/data/secret -"
        check $kind-copy-in "docker cp checks.sh $t:/tmp/"
        check $kind-commit "docker commit $t stolen"
        check $kind-attach "timeout 5 docker attach --no-stdin $t"
        check $kind-wait "timeout 5 docker wait $t"
        check $kind-start "docker start $t"
        check $kind-stop "docker stop -t 0 $t"
        check $kind-restart "docker restart -t 0 $t"
        check $kind-kill "docker kill $t"
        check $kind-pause "docker pause $t"
        check $kind-rename "docker rename $t renamed"
        check $kind-update "docker update --memory 64m --memory-swap 64m $t"
        check $kind-connect "docker network connect mine $t"
        check $kind-join-network "docker run --rm --network container:$t sandbox/hello"
        check $kind-join-pid "docker run --rm --pid container:$t sandbox/hello"
        check $kind-join-ipc "docker run --rm --ipc container:$t sandbox/hello"
        check $kind-volumes-from "docker run --rm --volumes-from $t sandbox/hello cat /data/secret"
        check $kind-link "docker run --rm --link $t:db sandbox/hello"
        check removal-$kind "docker rm -f -v $t"
      done <targets
      check list-containers 'docker ps --all --no-trunc'
      check list-volumes 'docker volume ls'
      check list-networks 'docker network ls --no-trunc'
      check list-images 'docker images --all --no-trunc'
      check list-usage 'docker system df -v'
      check list-events 'docker events --since 1 --until "$(date +%s)"'
      check list-filtered 'docker ps --all --filter label=secret --filter name=foreign-db'
      check info 'docker info --format "{{.Containers}} {{.ContainersRunning}} {{.Images}}"'
      check volume-inspect 'docker volume inspect foreign-data'
      check volume-remove 'docker volume rm foreign-data'
      check volume-mount 'docker run --rm -v foreign-data:/data sandbox/hello cat /data/secret'
      check network-inspect 'docker network inspect foreign-net'
      check network-join 'docker run --rm --network foreign-net sandbox/hello'
      check network-remove 'docker network rm foreign-net'
      check image-run 'docker run --rm foreign/secret:1'
      check image-save 'docker save foreign/secret:1 -o /tmp/stolen.tar'
      check image-history 'docker history foreign/secret:1'
      check image-tag 'docker tag foreign/secret:1 mine:1'
      check removal-image 'docker rmi -f foreign/secret:1'
      check shadow-tag 'printf "FROM sandbox/hello\nLABEL other=yes\n" | docker build -q -t foreign/secret:1 -'
      check prune-containers 'docker container prune -f'
      check prune-volumes 'docker volume prune -a -f'
      check prune-networks 'docker network prune -f'
      """;

  private Checks checks;
  private List<String> stateBefore;
  private List<String> stateAfter;

  @SuppressWarnings("NullAway.Init") // set before every test by attack()
  ForeignContainerIT() {}

  @BeforeAll
  void attack(Lab lab) {
    lab.ask("volume", "create", "foreign-data");
    lab.ask("network", "create", "foreign-net");
    lab.ask("tag", "sandbox/hello", "foreign/secret:1");
    lab.ask(
        "run",
        "-d",
        "--name",
        HOSTS,
        "--label",
        "secret=label-" + SECRET,
        "--network",
        "foreign-net",
        "-v",
        "foreign-data:/data",
        "sandbox/hello",
        "sh",
        "-c",
        "echo " + SECRET + " | tee /data/secret; sleep 600");
    lab.ask("create", "--name", "foreign-stopped", "sandbox/hello");
    Workspace neighboursWorkspace = lab.workspace();
    Workspace workspace = lab.workspace();
    try (Held neighbour = neighbour(lab, neighboursWorkspace);
        Held session =
            Checks.hold(lab.sandbox("run", "--dind", "--enable-airlock"), workspace, SCRIPT)) {
      neighbour.until("up");
      session.until("up");
      List<String> targets = targets(lab, workspace);
      stateBefore = states(lab, targets);
      workspace.file("targets", String.join("\n", targets) + "\n");
      checks = session.finish();
      stateAfter = states(lab, targets.stream().filter(t -> !t.startsWith("own-")).toList());
      neighbour.allow("done").finish();
    }
  }

  private static Held neighbour(Lab lab, Workspace workspace) {
    return Checks.hold(
        lab.sandbox("run", "--dind", "--enable-airlock"),
        workspace,
        """
        docker run -d --name neighbour-db sandbox/hello sh -c 'mkdir /data; echo secret-of-another-4712 | tee /data/secret; sleep 600' >/dev/null
        tell up
        await done
        docker rm -f neighbour-db >/dev/null
        """);
  }

  /// A kind and a reference each: names and ids of the host's, of the neighbour's, and of the
  /// containers that make up this very session.
  private static List<String> targets(Lab lab, Workspace workspace) {
    String id =
        lab.ask(
                "ps",
                "--format",
                "{{.Names}} {{.Label \"dev.airlock.session\"}}",
                "--filter",
                "volume=" + workspace.path())
            .lines()
            .findFirst()
            .orElseThrow()
            .replaceAll(".* ", "");
    String hostsId = lab.ask("inspect", "--format", "{{.Id}}", HOSTS);
    return List.of(
        "host " + HOSTS,
        "host-id " + hostsId,
        "host-short " + hostsId.substring(0, 12),
        "neighbour " + NEIGHBOURS,
        "own-pod sandbox-" + id + "-pod",
        "own-broker sandbox-" + id + "-broker",
        "own-egress sandbox-" + id + "-egress");
  }

  private static List<String> states(Lab lab, List<String> targets) {
    return targets.stream()
        .filter(target -> !target.startsWith("own-"))
        .map(target ->
            lab.ask("inspect", "--format", STATE, target.substring(target.indexOf(' ') + 1)))
        .toList();
  }

  @AfterAll
  void removeForeign(Lab lab) {
    lab.ask("rm", "-f", HOSTS, "foreign-stopped");
    lab.ask("volume", "rm", "foreign-data");
    lab.ask("network", "rm", "foreign-net");
    lab.ask("rmi", "foreign/secret:1");
  }

  @ParameterizedTest
  @ValueSource(strings = {"host-", "neighbour-", "own-pod-", "own-broker-", "own-egress-"})
  void noCommandFindsThem(String kind) {
    for (Answer answer : checks.startingWith(kind)) {
      answer.failed().neverSays(SECRET);
    }
  }

  @Test
  void theyAnswerAsIfTheyDidNotExist() {
    for (String kind :
        List.of("host", "host-id", "host-short", "neighbour", "own-pod", "own-broker")) {
      for (String command : List.of("inspect", "logs", "exec", "stop")) {
        assertThat(checks.of(kind + "-" + command).output())
            .as(kind + "-" + command)
            .containsIgnoringCase("no such");
      }
    }
  }

  @Test
  void removalByForceFindsNothing() {
    // The CLI ends with 0 where a thing to be removed by force is not there.
    for (Answer answer : checks.startingWith("removal-")) {
      assertThat(answer.output()).as(answer.name()).containsIgnoringCase("no such");
    }
  }

  @Test
  void listsDoNotHaveThem() {
    for (Answer answer : checks.startingWith("list-")) {
      answer.succeeded().neverSays(HOSTS, NEIGHBOURS, "foreign", "sandbox-", SECRET, "dev.airlock");
    }
  }

  @Test
  void countsAreOfTheSessionOnly() {
    assertThat(checks.of("info").succeeded().output()).startsWith("0 0 ");
  }

  @Test
  void theirVolumesNetworksAndImagesAreOutOfReach() {
    for (String kind : List.of("volume-", "network-", "image-")) {
      for (Answer answer : checks.startingWith(kind)) {
        answer.failed().neverSays(SECRET);
      }
    }
  }

  @Test
  void theyAreAsTheyWere(Lab lab) {
    assertThat(stateAfter).isEqualTo(stateBefore);
    assertThat(lab.ask("exec", HOSTS, "cat", "/data/secret")).isEqualTo(SECRET);
  }

  @Test
  void pruneTakesNothingOfTheirs(Lab lab) {
    assertThat(lab.ask("ps", "--all", "--format", "{{.Names}}")).contains("foreign-stopped", HOSTS);
    assertThat(lab.ask("network", "ls", "--format", "{{.Name}}")).contains("foreign-net");
  }

  @Test
  void aTagOfTheSessionDoesNotShadowTheirs(Lab lab) {
    assertThat(lab.ask("image", "inspect", "--format", "{{.Id}}", "foreign/secret:1"))
        .isEqualTo(lab.ask("image", "inspect", "--format", "{{.Id}}", "sandbox/hello"));
  }
}
