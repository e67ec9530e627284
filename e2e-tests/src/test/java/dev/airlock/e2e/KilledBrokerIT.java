package dev.airlock.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.airlock.e2e.harness.Checks;
import dev.airlock.e2e.harness.CurrentEngine;
import dev.airlock.e2e.harness.Deadline;
import dev.airlock.e2e.harness.Held;
import dev.airlock.e2e.harness.Invocation;
import dev.airlock.e2e.harness.Lab;
import dev.airlock.e2e.harness.Outside;
import java.time.Duration;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/// The broker and the egress proxy die in mid-session by `kill -9`: that cuts the workload off,
/// opens nothing, and the session goes on when they are back.
@CurrentEngine
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class KilledBrokerIT {
  private static final String SCRIPT =
      """
      retry() { left=150; until sh -c "$1" >/dev/null 2>&1; do left=$((left-1)); [ $left -gt 0 ] || return 1; sleep 0.2; done; }
      docker volume create kept >/dev/null
      docker network create net >/dev/null
      docker run -d --name web --network net -p 8080:80 -v kept:/www sandbox/hello sh -c 'echo page >/www/index.html; exec httpd -f -p 80 -h /www' >/dev/null
      docker tag sandbox/hello app:latest
      retry 'curl -fsS -m 3 http://localhost:8080/'
      check before 'curl -sS -m 5 http://localhost:8080/'
      tell up
      await broker-killed
      check broker-back 'left=150; until docker version; do left=$((left-1)); [ $left -gt 0 ] || exit 1; sleep 0.2; done'
      check owned 'docker ps --format "{{.Names}}"; docker volume ls -q; docker network ls --format "{{.Name}}"; docker images --format "{{.Repository}}"'
      check exec 'docker exec web cat /www/index.html'
      check port 'curl -sS -m 5 --retry 20 --retry-delay 1 --retry-all-errors http://localhost:8080/'
      check inspect 'docker inspect --format "{{json .NetworkSettings.Ports}}" web'
      check foreign 'docker inspect foreign-during-kill'
      check socket 'curl -sS -m 5 --unix-socket /var/run/docker.sock http://docker/_ping'
      check new 'docker run --rm sandbox/hello echo made-after'
      tell broker-checked
      await egress-killed
      check direct 'curl -sS -m 4 --noproxy "*" http://$CLOSED/'
      check egress-back 'left=150; until curl -fsS -m 5 http://$OPEN_NAME/; do left=$((left-1)); [ $left -gt 0 ] || exit 1; sleep 0.2; done'
      check still-refused 'curl -sS -m 10 -i http://$CLOSED_NAME/'
      check name-by-proxy 'curl -sS -m 10 http://web/'
      docker rm -f web >/dev/null
      docker network rm net >/dev/null
      """;

  private Checks checks;

  @SuppressWarnings("NullAway.Init") // set before every test by kill()
  KilledBrokerIT() {}

  @BeforeAll
  void kill(Lab lab) {
    lab.ask("run", "-d", "--name", "foreign-during-kill", "sandbox/hello", "sleep", "600");
    lab.outside().forget();
    String variables =
        "export OPEN_NAME=%s CLOSED_NAME=%s CLOSED=%s\n"
            .formatted(Outside.OPEN_NAME, Outside.CLOSED_NAME, lab.host().closed());
    try (Held session =
        Checks.hold(
            lab.sandbox("run", "--dind", "--enable-airlock", "--allow", Outside.OPEN_NAME),
            lab.workspace(),
            variables + SCRIPT)) {
      session.until("up");
      kill(lab, "broker");
      session.allow("broker-killed").until("broker-checked");
      kill(lab, "egress");
      checks = session.allow("egress-killed").finish();
    } finally {
      lab.ask("rm", "-f", "foreign-during-kill");
    }
  }

  /// Kills the container's first process, as the kernel would when memory runs out, and returns
  /// when it is another one.
  private static void kill(Lab lab, String role) {
    String container = lab.ask("ps", "--quiet", "--filter", "label=dev.airlock.role=" + role);
    String pid = lab.ask("inspect", "--format", "{{.State.Pid}}", container);
    Invocation.of("kill", "-9", pid).run().expect(0);
    Deadline.await(
        "restart of the " + role,
        Duration.ofSeconds(30),
        () -> {
          String now = lab.ask("inspect", "--format", "{{.State.Pid}}", container);
          return !now.equals(pid) && !now.equals("0");
        });
  }

  @Test
  void theBrokerComesBackAndKnowsWhatTheSessionOwns() {
    checks.of("before").succeeded().is("page");
    checks.of("broker-back").succeeded();
    checks.of("owned").succeeded().says("web", "kept", "net", "app").neverSays("foreign");
    checks.of("exec").succeeded().is("page");
    checks.of("new").succeeded().is("made-after");
  }

  @Test
  void publishedPortsComeBack() {
    checks.of("port").succeeded().is("page");
    checks.of("inspect").succeeded().says("8080");
  }

  @Test
  void theSocketIsNotStale() {
    checks.of("socket").succeeded().is("OK");
  }

  @Test
  void foreignContainersStayForeign() {
    checks.of("foreign").failed().neverSays("\"Id\"");
  }

  @Test
  void theEgressProxyComesBackWithItsRules(Lab lab) {
    checks.of("direct").failed();
    checks.of("egress-back").succeeded();
    checks.of("still-refused").says("403");
    checks.of("name-by-proxy").succeeded().is("page");
    assertThat(lab.outside().closed().contacts()).isEmpty();
  }
}
