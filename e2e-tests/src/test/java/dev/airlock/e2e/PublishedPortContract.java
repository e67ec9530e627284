package dev.airlock.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.airlock.e2e.harness.Checks;
import dev.airlock.e2e.harness.Held;
import dev.airlock.e2e.harness.Lab;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/// `docker run -p` in an airlock: the port is the session's own, on the workload's `localhost`;
/// nothing listens on the host, and two sessions do not disturb each other.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class PublishedPortContract {
  /// A page that a server of the test's own serves; asked for until the server is up.
  private static final String WEB =
      """
      serve() {
        name=$1; shift
        docker run -d --name "$name" "$@" sandbox/hello \\
          sh -c "mkdir /www; echo page-of-$name >/www/index.html; exec httpd -f -p 80 -h /www" >/dev/null
      }
      page='curl -sS -m 5 --retry 40 --retry-delay 1 --retry-all-errors --retry-max-time 20'
      """;

  private static final String FIRST =
      WEB
          + """
          serve first-web -p 8080:80
          check fetch-at-once "$page http://localhost:8080/"
          check fetch-v4 "$page http://127.0.0.1:8080/"
          check fetch-v6 "$page -g http://[::1]:8080/"
          check port 'docker port first-web 80/tcp'
          check ps 'docker ps --format "{{.Ports}}"'
          check inspect 'docker inspect --format "{{(index (index .NetworkSettings.Ports \\"80/tcp\\") 0).HostPort}}" first-web'
          serve any-web -p 80
          check any "$page http://localhost:\\$(docker port any-web 80/tcp | head -n 1 | sed 's/.*://')/"
          check taken 'docker run --rm --name late-web -p 8080:80 sandbox/hello true'
          check taken-by-workload 'docker run --rm --name late-web -p 2375:80 sandbox/hello true'
          check large "docker exec first-web sh -c 'dd if=/dev/zero of=/www/large bs=1M count=64 2>/dev/null' && curl -sS http://localhost:8080/large | wc -c"
          tell up
          await looked
          docker restart -t 0 first-web >/dev/null
          check after-restart "$page http://localhost:8080/"
          docker rm -f first-web >/dev/null
          check after-removal 'curl -sS -m 5 http://localhost:8080/'
          serve second-web -p 8080:80
          check again "$page http://localhost:8080/"
          docker rm -f second-web any-web >/dev/null
          """;

  private static final String OTHER =
      WEB
          + """
          serve other-web -p 8080:80
          check fetch "$page http://localhost:8080/"
          tell up
          await done
          docker rm -f other-web >/dev/null
          """;

  private Checks checks;
  private Checks other;
  private List<String> listeningBefore;
  private List<String> listeningDuring;
  private String portsOnTheEngine;

  @SuppressWarnings("NullAway.Init") // set before every test by publish()
  PublishedPortContract() {}

  @BeforeAll
  void publish(Lab lab) {
    listeningBefore = lab.host().listening();
    try (Held first =
            Checks.hold(lab.sandbox("run", "--dind", "--enable-airlock"), lab.workspace(), FIRST);
        Held second =
            Checks.hold(lab.sandbox("run", "--dind", "--enable-airlock"), lab.workspace(), OTHER)) {
      first.until("up");
      second.until("up");
      listeningDuring = lab.host().listening();
      portsOnTheEngine = lab.ask("ps", "--format", "{{.Ports}}");
      first.allow("looked");
      checks = first.finish();
      other = second.allow("done").finish();
    }
  }

  @Test
  void answersOnTheWorkloadsLocalhost() {
    checks.of("fetch-at-once").succeeded().is("page-of-first-web");
    checks.of("fetch-v4").succeeded().is("page-of-first-web");
    checks.of("fetch-v6").succeeded().is("page-of-first-web");
    checks.of("large").succeeded().is(String.valueOf(64 << 20));
  }

  @Test
  void isReportedAsDockerDoes() {
    checks.of("port").succeeded().says(":8080");
    checks.of("ps").succeeded().says(":8080->80/tcp");
    checks.of("inspect").succeeded().is("8080");
  }

  @Test
  void anyFreePortWillDoWhenNoneIsNamed() {
    checks.of("any").succeeded().is("page-of-any-web");
  }

  @Test
  void aPortInUseIsAnError() {
    checks.of("taken").failed().says("port is already allocated");
    checks.of("taken-by-workload").failed();
  }

  @Test
  void livesAndDiesWithItsContainer() {
    checks.of("after-restart").succeeded().is("page-of-first-web");
    checks.of("after-removal").failed();
    checks.of("again").succeeded().is("page-of-second-web");
  }

  @Test
  void nothingListensOnTheHost() {
    assertThat(listeningDuring).isEqualTo(listeningBefore);
    assertThat(portsOnTheEngine).doesNotContain("8080");
  }

  @Test
  void twoSessionsMayPublishTheSamePort() {
    other.of("fetch").succeeded().is("page-of-other-web");
  }
}
