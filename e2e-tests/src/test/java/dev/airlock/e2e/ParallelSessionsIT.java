package dev.airlock.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.airlock.e2e.harness.Checks;
import dev.airlock.e2e.harness.CurrentEngine;
import dev.airlock.e2e.harness.Held;
import dev.airlock.e2e.harness.Lab;
import dev.airlock.e2e.harness.Workspace;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Two sessions side by side, which use the same names for images and volumes: neither sees,
/// changes or reaches anything of the other.
@CurrentEngine
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ParallelSessionsIT {
  private static final String SCRIPT =
      """
      printf "FROM sandbox/hello\\nRUN echo image-of-$ME >/me\\nCMD cat /me\\n" | docker build -q -t app:latest - >/dev/null
      docker run --rm -v db:/v sandbox/hello sh -c "echo volume-of-$ME >>/v/f"
      docker network create net-of-$ME >/dev/null
      docker run -d --name server-of-$ME --network net-of-$ME --network-alias server sandbox/hello \\
        sh -c "mkdir /www; echo page-of-$ME >/www/index.html; exec httpd -f -p 80 -h /www" >/dev/null
      tell up
      await both-up
      check image 'docker run --rm app'
      check volume 'docker run --rm -v db:/v sandbox/hello cat /v/f'
      check own-page "curl -sS -m 5 --retry 20 --retry-delay 1 --retry-all-errors http://server-of-$ME/"
      check other-page "curl -sS -m 5 -i http://server-of-$OTHER/; curl -sS -m 5 --noproxy '*' http://server-of-$OTHER/"
      check other-address "while read -r a; do curl -g -sS -m 3 --noproxy '*' http://\\$a/; docker run --rm --entrypoint curl sandbox/agent -g -sS -m 3 --noproxy '*' http://\\$a/; done <addresses"
      check other-container "docker exec server-of-$OTHER id"
      check other-network "docker run --rm --network net-of-$OTHER sandbox/hello true"
      check lists 'docker ps -a; docker network ls; docker images; docker volume ls'
      check remove 'docker rmi -f app; docker volume rm db'
      tell removed
      await both-removed
      check server-still-there "docker exec server-of-$ME cat /www/index.html"
      docker rm -f server-of-$ME >/dev/null
      docker network rm net-of-$ME >/dev/null
      """;

  private Checks first;
  private Checks second;

  @SuppressWarnings("NullAway.Init") // set before every test by runBoth()
  ParallelSessionsIT() {}

  @BeforeAll
  void runBoth(Lab lab) {
    try (Held one = start(lab, "one", "two");
        Held two = start(lab, "two", "one")) {
      one.until("up");
      two.until("up");
      giveAddresses(lab, one.workspace(), "server-of-two");
      giveAddresses(lab, two.workspace(), "server-of-one");
      one.allow("both-up");
      two.allow("both-up");
      one.until("removed");
      two.until("removed");
      first = one.allow("both-removed").finish();
      second = two.allow("both-removed").finish();
    }
  }

  private static Held start(Lab lab, String me, String other) {
    return Checks.hold(
        lab.sandbox("run", "--dind", "--enable-airlock"),
        lab.workspace(),
        "export ME=%s OTHER=%s\n".formatted(me, other) + SCRIPT);
  }

  private static void giveAddresses(Lab lab, Workspace workspace, String container) {
    String addresses =
        lab.ask(
            "inspect",
            "--format",
            "{{range .NetworkSettings.Networks}}{{println .IPAddress}}{{with .GlobalIPv6Address}}[{{.}}]{{end}}{{end}}",
            container);
    workspace.file("addresses", addresses + "\n");
  }

  private Checks of(String session) {
    return session.equals("one") ? first : second;
  }

  @ParameterizedTest
  @ValueSource(strings = {"one", "two"})
  void hasItsOwnImageAndVolumeOfTheSameName(String session) {
    of(session).of("image").succeeded().is("image-of-" + session);
    of(session).of("volume").succeeded().is("volume-of-" + session);
  }

  @ParameterizedTest
  @ValueSource(strings = {"one", "two"})
  void doesNotReachTheOthersContainers(String session) {
    String other = session.equals("one") ? "two" : "one";
    of(session).of("own-page").succeeded().is("page-of-" + session);
    of(session).of("other-page").neverSays("page-of-" + other);
    of(session).of("other-address").neverSays("page-of-" + other);
    of(session).of("other-container").failed().says("No such container");
    of(session).of("other-network").failed();
  }

  @ParameterizedTest
  @ValueSource(strings = {"one", "two"})
  void doesNotSeeTheOther(String session) {
    of(session).of("lists").succeeded().neverSays("-of-" + (session.equals("one") ? "two" : "one"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"one", "two"})
  void removesOnlyItsOwn(String session) {
    of(session).of("remove").succeeded();
    of(session).of("server-still-there").succeeded().is("page-of-" + session);
  }

  @Test
  void bothEndWell() {
    assertThat(first.run().exit()).isZero();
    assertThat(second.run().exit()).isZero();
  }
}
