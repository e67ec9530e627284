package dev.airlock.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.airlock.e2e.harness.Checks;
import dev.airlock.e2e.harness.ContactRecorder;
import dev.airlock.e2e.harness.CurrentEngine;
import dev.airlock.e2e.harness.Held;
import dev.airlock.e2e.harness.Lab;
import dev.airlock.e2e.harness.Outside;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Sessions without an airlock: an ordinary network, and a Docker that is still behind a broker, in
/// the command's own process or beside it. And sessions without a Docker at all.
@CurrentEngine
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class StandardModeIT {
  private static final String SCRIPT =
      """
      check hello 'docker run --rm sandbox/hello'
      docker run -d --name std-web -p 8080:80 sandbox/hello sh -c 'mkdir /www; echo page >/www/index.html; exec httpd -f -p 80 -h /www' >/dev/null
      check published "curl -sS -m 5 --retry 20 --retry-delay 1 --retry-all-errors http://$TESTCONTAINERS_HOST_OVERRIDE:8080/"
      check outside 'curl -sS -m 15 http://$OPEN_NAME/'
      check sibling-outside 'docker run --rm --entrypoint curl sandbox/agent -sS -m 15 http://$OPEN_NAME/'
      check build 'printf "FROM sandbox/agent\\nRUN curl -sS -m 15 http://$OPEN_NAME/\\n" | docker build -'
      check privileged 'docker run --rm --name std-attack --privileged sandbox/hello'
      check bind 'docker run --rm -v /etc:/x sandbox/hello cat /x/shadow'
      check foreign 'docker inspect std-foreign'
      check host-network 'docker run --rm --network host sandbox/hello'
      check given 'docker run --rm -v "$PWD:/w" sandbox/hello cat /w/given'
      check socket 'curl -sS -m 5 --unix-socket /var/run/docker.sock http://docker/_ping'
      check proxies 'env | grep -i _proxy='
      tell up
      await looked
      docker rm -f std-web >/dev/null
      """;

  private Checks embedded;
  private Checks sidecar;
  private List<String> before;
  private List<String> duringEmbedded;
  private List<String> duringSidecar;
  private List<String> bridges;

  @SuppressWarnings("NullAway.Init") // set before every test by runBoth()
  StandardModeIT() {}

  @BeforeAll
  void runBoth(Lab lab) {
    lab.ask("run", "-d", "--name", "std-foreign", "sandbox/hello", "sleep", "600");
    before = lab.host().listening();
    try {
      try (Held session = hold(lab, lab.sandbox("run", "--dind"))) {
        session.until("up");
        duringEmbedded = lab.host().listening();
        bridges = lab.host().addresses();
        embedded = session.allow("looked").finish();
      }
      try (Held session = hold(lab, lab.sandbox("run", "--dind", "--broker=sidecar"))) {
        session.until("up");
        duringSidecar = lab.host().listening();
        sidecar = session.allow("looked").finish();
      }
    } finally {
      lab.ask("rm", "-f", "std-foreign");
    }
  }

  private static Held hold(Lab lab, dev.airlock.e2e.harness.Invocation run) {
    return Checks.hold(
        run,
        lab.workspace().file("given", "given"),
        "export OPEN_NAME=%s\n".formatted(Outside.OPEN_NAME) + SCRIPT);
  }

  private Checks of(String place) {
    return place.equals("embedded") ? embedded : sidecar;
  }

  @ParameterizedTest
  @ValueSource(strings = {"embedded", "sidecar"})
  void givesADockerThatWorks(String place) {
    of(place).of("hello").succeeded().says("Hello");
    of(place).of("given").succeeded().is("given");
    of(place).of("socket").succeeded().is("OK");
    of(place).of("published").succeeded().is("page");
  }

  @ParameterizedTest
  @ValueSource(strings = {"embedded", "sidecar"})
  void reachesTheOutsideDirectly(String place) {
    of(place).of("outside").succeeded().says(ContactRecorder.GREETING);
    of(place).of("sibling-outside").succeeded().says(ContactRecorder.GREETING);
    of(place).of("build").succeeded();
    of(place).of("proxies").failed();
  }

  @ParameterizedTest
  @ValueSource(strings = {"embedded", "sidecar"})
  void refusesWhatReachesTheHost(String place) {
    of(place).of("privileged").failed().says("sandbox: denied (privileged-container)");
    of(place).of("bind").failed().says("sandbox: denied (mount-source-outside-workspace)");
    of(place).of("host-network").failed().says("sandbox: denied");
    of(place).of("foreign").failed().neverSays("\"Id\"");
  }

  @Test
  void theEmbeddedBrokerListensOnTheSessionsBridgeOnly() {
    List<String> added = duringEmbedded.stream().filter(port -> !before.contains(port)).toList();
    assertThat(added).isNotEmpty().allMatch(port -> port.startsWith("tcp "));
    assertThat(added)
        .noneMatch(
            port -> port.contains(" 0.0.0.0:") || port.contains("*:") || port.contains("[::]:"));
    assertThat(bridges)
        .anyMatch(address ->
            added.getFirst().contains(" " + address + ":")
                || added.getFirst().contains("[" + address + "]"));
  }

  @Test
  void theSidecarPublishesNothingOnTheHost() {
    assertThat(duringSidecar).isEqualTo(before);
  }

  @Test
  void withNeitherFlagThereIsNoDocker(Lab lab) {
    Checks plain =
        Checks.in(
            lab.sandbox("run"),
            lab.workspace(),
            """
            check environment 'env | grep -i "docker_host\\|_proxy="'
            check socket 'curl -sS -m 5 --unix-socket /var/run/docker.sock http://docker/_ping'
            check outside 'curl -sS -m 15 http://%s/'
            check power 'grep CapEff /proc/self/status; grep NoNewPrivs /proc/self/status'
            """
                .formatted(Outside.OPEN_NAME));

    plain.of("environment").failed();
    plain.of("socket").failed();
    plain.of("outside").succeeded().says(ContactRecorder.GREETING);
    plain.of("power").says("CapEff:\t0000000000000000", "NoNewPrivs:\t1");
  }

  @Test
  void anAirlockWithoutDockerLetsOutWhatIsAllowed(Lab lab) {
    Checks airlock =
        Checks.in(
            lab.sandbox("run", "--enable-airlock", "--allow", Outside.OPEN_NAME),
            lab.workspace(),
            """
            check open 'curl -sS -m 15 http://%s/'
            check closed 'curl -sS -m 15 -i http://%s/'
            check direct 'curl -sS -m 4 --noproxy "*" http://%s/'
            check docker 'docker version'
            """
                .formatted(Outside.OPEN_NAME, Outside.CLOSED_NAME, lab.host().open()));

    airlock.of("open").succeeded().says(ContactRecorder.GREETING);
    airlock.of("closed").says("403");
    airlock.of("direct").failed();
    airlock.of("docker").failed();
  }
}
