package dev.airlock.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.airlock.e2e.harness.Checks;
import dev.airlock.e2e.harness.Checks.Answer;
import dev.airlock.e2e.harness.ContactRecorder;
import dev.airlock.e2e.harness.ContactRecorder.Contact;
import dev.airlock.e2e.harness.CurrentEngine;
import dev.airlock.e2e.harness.Finished;
import dev.airlock.e2e.harness.Held;
import dev.airlock.e2e.harness.Lab;
import dev.airlock.e2e.harness.Outside;
import dev.airlock.e2e.harness.Workspace;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/// `--dind=rootless` in an airlock: a whole Docker inside, whose containers are held by the walls
/// of the engine and not by a policy: they neither leave nor change the session's network.
@CurrentEngine
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RootlessEngineIT {
  private static final String COMPOSE =
      """
      services:
        web:
          image: sandbox/hello
          command: sh -c "mkdir /www; echo page-of-compose >/www/index.html; exec httpd -f -p 80 -h /www"
          ports: ["8081:80"]
        client:
          image: sandbox/agent
          depends_on: [web]
          command: curl -sS --retry 20 --retry-delay 1 --retry-all-errors http://web/
      """;

  private static final String SCRIPT =
      """
      page='curl -sS -m 5 --retry 20 --retry-delay 1 --retry-all-errors --retry-max-time 20'
      serve() { docker run -d --name "$1" $2 sandbox/hello sh -c "mkdir /www; echo page-of-$1 >/www/index.html; exec httpd -f -p 80 -h /www" >/dev/null; }
      network() { ip address; ip route; ip -6 route; }
      network >network-before

      check hello 'docker run --rm sandbox/hello'
      check engine 'docker info --format "{{.SecurityOptions}} {{.Driver}}"'
      check workspace 'docker run --rm -v "$PWD:/w" -w /w sandbox/hello sh -c "cat given && echo made >made"'
      check build 'printf "FROM sandbox/hello\\nRUN --mount=type=cache,target=/cache echo built >/word\\nCMD [\\"cat\\", \\"/word\\"]\\n" | docker build -q -t app - && docker run --rm app'
      check compose 'docker compose up --abort-on-container-exit --exit-code-from client'
      check compose-down 'docker compose down -t 0'
      check socket 'docker run --rm -v /var/run/docker.sock:/var/run/docker.sock sandbox/agent docker version'
      check privileged 'docker run --rm --privileged sandbox/hello'

      serve web '-p 8080:80'
      check port-v4 "$page http://127.0.0.1:8080/"
      check port-v6 "$page -g http://[::1]:8080/"
      check port-taken 'docker run --rm -p 8080:80 sandbox/hello true'
      tell up
      await looked
      docker rm -f web >/dev/null
      check port-gone 'curl -sS -m 5 http://localhost:8080/'

      ask() {
        who=$1; shift
        check $who-open "$* curl -sS -m 15 http://$OPEN_NAME/"
        check $who-closed "$* curl -sS -m 15 -i http://$CLOSED_NAME/"
        for target in $OPEN $CLOSED $OPEN_NAME $CLOSED_NAME; do
          check $who-direct-$target "$* curl -sS -m 5 --noproxy '*' http://$target/"
        done
        check $who-direct-dns "$* getent ahosts $CLOSED_NAME"
        for target in $CLOSED $CLOSED6; do
          check $who-direct-udp-$target "$* timeout 3 bash -c 'exec 3<>/dev/udp/$target/53 && echo hello >&3 && head -c 7 <&3'"
        done
      }
      all='--user 0 --cap-add ALL --network host --pid host --security-opt seccomp=unconfined --security-opt apparmor=unconfined --security-opt systempaths=unconfined'
      ask nested docker run --rm sandbox/agent
      ask client-without-settings env DOCKER_CONFIG=/nonexistent docker run --rm sandbox/agent
      ask almighty docker run --rm $all sandbox/agent
      check build-open "printf 'FROM sandbox/agent\\nRUN curl -sS -m 15 http://$OPEN_NAME/ | grep $GREETING\\n' | docker build -"
      check build-direct "printf 'FROM sandbox/agent\\nRUN curl -sS -m 5 --noproxy \\\\* http://$CLOSED/\\n' | docker build --network host -"
      check pull "docker pull $CLOSED_NAME/image:1"
      check add "printf 'FROM sandbox/hello\\nADD http://$CLOSED_NAME/x /x\\n' | docker build -"

      escape() { check "escape-$1" "docker run --rm $all -v /:/engine sandbox/agent $2"; }
      escape enter-network 'nsenter --target 1 --net ip link add evil type bridge'
      escape enter-users 'nsenter --target 1 --user true'
      escape enter-mounts 'nsenter --target 1 --mount true'
      escape read-shadow 'cat /engine/etc/shadow'
      escape map-root 'sh -c "echo engine:0:1 >/engine/etc/subuid"'
      escape make-device 'mknod /device b 8 0'
      escape kernel-setting 'sh -c ": >>/proc/sys/kernel/core_pattern"'
      check change-own-network "docker run --rm $all sandbox/agent sh -c 'ip link add evil type bridge && ip address add 203.0.113.9/24 dev evil && ip link set evil up && ip route add $CLOSED dev evil'"
      network >network-after
      check network-unchanged 'cmp network-before network-after'
      check still-serves 'docker run --rm sandbox/hello'
      """;

  private Lab lab;
  private Workspace workspace;
  private Checks checks;
  private String confinement;
  private List<String> listeningBefore;
  private List<String> listeningDuring;
  private List<Contact> atOpen;
  private List<Contact> atClosed;

  @SuppressWarnings("NullAway.Init") // set before every test by ask()
  RootlessEngineIT() {}

  @BeforeAll
  void ask(Lab lab) {
    this.lab = lab;
    workspace = lab.workspace().file("given", "given\n").file("compose.yaml", COMPOSE);
    for (String address : List.of(lab.host().closed(), lab.host().closed6())) {
      lab.host().countPacketsTo(address);
    }
    lab.outside().forget();
    listeningBefore = lab.host().listening();
    try (Held session =
        Checks.hold(
            lab.sandbox("run", "--dind=rootless", "--engine-image", "sandbox/agent")
                .and("--enable-airlock", "--allow", Outside.OPEN_NAME),
            workspace,
            given() + SCRIPT)) {
      session.until("up");
      listeningDuring = lab.host().listening();
      String engine = lab.ask("ps", "--quiet", "--filter", "label=dev.airlock.role=engine");
      confinement =
          lab.ask(
              "inspect",
              "--format",
              "{{.Config.User}} privileged={{.HostConfig.Privileged}} {{.HostConfig.CapAdd}}"
                  + " {{.HostConfig.CapDrop}} read-only={{.HostConfig.ReadonlyRootfs}}",
              engine);
      checks = session.allow("looked").finish();
    }
    atOpen = lab.outside().open().contacts();
    atClosed = lab.outside().closed().contacts();
  }

  private String given() {
    return """
    OPEN_NAME=%s CLOSED_NAME=%s OPEN=%s CLOSED=%s CLOSED6=%s GREETING=%s
    """
        .formatted(
            Outside.OPEN_NAME,
            Outside.CLOSED_NAME,
            lab.host().open(),
            lab.host().closed(),
            lab.host().closed6(),
            ContactRecorder.GREETING);
  }

  @Test
  void runsContainers() {
    checks.of("hello").succeeded().says("Hello");
    checks.of("still-serves").succeeded();
  }

  @Test
  void isNeverRootNorPrivileged() {
    assertThat(confinement)
        .isEqualTo("1000:1000 privileged=false [CAP_SETGID CAP_SETUID] [ALL] read-only=true");
    checks.of("engine").succeeded().says("name=rootless");
  }

  @Test
  void givesContainersTheWorkspaceAtItsPath() {
    checks.of("workspace").succeeded().is("given");
    assertThat(workspace.read("made")).isEqualTo("made\n");
  }

  @Test
  void buildsWithBuildKit() {
    checks.of("build").succeeded().says("built");
  }

  @Test
  void composeServicesReachEachOtherByName() {
    checks.of("compose").succeeded().says("page-of-compose");
    checks.of("compose-down").succeeded();
  }

  @Test
  void givesContainersItsSocketWhereClientsLookForIt() {
    checks.of("socket").succeeded();
  }

  @Test
  void saysPlainlyThatNothingRunsPrivileged() {
    checks.of("privileged").failed().says("cannot run privileged containers", "--cap-add ALL");
  }

  @Test
  void publishesPortsOnTheWorkloadsLocalhostAndNotOnTheHost() {
    checks.of("port-v4").succeeded().is("page-of-web");
    checks.of("port-v6").succeeded().is("page-of-web");
    checks.of("port-taken").failed();
    checks.of("port-gone").failed();
    assertThat(listeningDuring).isEqualTo(listeningBefore);
  }

  @Test
  void reachesAnAllowedHostWhicheverClientMadeTheContainer() {
    checks.of("nested-open").succeeded().says(ContactRecorder.GREETING);
    checks.of("client-without-settings-open").succeeded().says(ContactRecorder.GREETING);
    checks.of("almighty-open").succeeded().says(ContactRecorder.GREETING);
    checks.of("build-open").succeeded();
    assertThat(atOpen).hasSize(4).allMatch(contact -> contact.local().endsWith(" 80"));
  }

  @Test
  void refusesOtherHosts() {
    for (String who : List.of("nested", "client-without-settings", "almighty")) {
      checks.of(who + "-closed").says("403", "--allow " + Outside.CLOSED_NAME);
    }
    checks.of("build-direct").failed();
    checks.of("pull").failed();
    checks.of("add").failed();
  }

  @Test
  void hasNoWayRoundTheProxy() {
    for (String who : List.of("nested", "client-without-settings", "almighty")) {
      for (Answer answer : checks.startingWith(who + "-direct")) {
        answer.failed().neverSays(ContactRecorder.GREETING);
      }
    }
    assertThat(atClosed).isEmpty();
    assertThat(lab.host().packetsTo(lab.host().closed())).isZero();
    assertThat(lab.host().packetsTo(lab.host().closed6())).isZero();
  }

  @Test
  void containsAContainerWithEveryCapability() {
    for (Answer answer : checks.startingWith("escape-")) {
      answer.failed();
    }
  }

  @Test
  void neverChangesTheSessionsNetwork() {
    checks.of("change-own-network").succeeded();
    checks.of("network-unchanged").succeeded();
  }

  @Test
  void worksWithoutAnAirlock() {
    Finished run =
        lab.sandbox("run", "--dind=rootless", "--", "docker", "run", "--rm", "sandbox/hello")
            .in(lab.workspace().path())
            .run()
            .expect(0);

    assertThat(run.out()).contains("Hello");
  }

  @Test
  void keepsImagesInAVolumeForTheNextSession() {
    String volume = "e2e-engine";
    try {
      kept(volume, "docker", "tag", "sandbox/hello", "kept").expect(0);
      assertThat(kept(volume, "docker", "run", "--rm", "kept").expect(0).out()).contains("Hello");
    } finally {
      lab.docker("volume", "rm", volume).run().expect(0);
    }
  }

  @Test
  void refusesAVolumeOfSomebodyElse() {
    String volume = "e2e-foreign";
    lab.ask("volume", "create", volume);
    try {
      Finished run = kept(volume, "true").expect(125);

      assertThat(run.err()).contains("sandbox: error: ", volume, "sandbox: hint: ");
    } finally {
      lab.docker("volume", "rm", volume).run().expect(0);
    }
  }

  @Test
  void takesEverythingDownWhenTheEngineDoesNotStart() {
    Finished run =
        lab.sandbox("run", "--dind=rootless", "--memory", "6m", "--", "true")
            .in(lab.workspace().path())
            .run()
            .expect(125);

    assertThat(run.err()).contains("sandbox: error: ", "engine", "sandbox: hint: ");
    assertThat(lab.ask("ps", "--all", "--quiet", "--filter", "label=dev.airlock.session"))
        .isEmpty();
  }

  private Finished kept(String volume, String... command) {
    return lab.sandbox("run", "--dind=rootless", "--engine-volume", volume, "--")
        .and(command)
        .in(lab.workspace().path())
        .run();
  }
}
