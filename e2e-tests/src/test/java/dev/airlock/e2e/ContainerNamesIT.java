package dev.airlock.e2e;

import dev.airlock.e2e.harness.Checks;
import dev.airlock.e2e.harness.CurrentEngine;
import dev.airlock.e2e.harness.Lab;
import dev.airlock.e2e.harness.Outside;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/// Containers of the session are reached by their names, by clients that obey the proxy variables
/// and by those that do not, from the workload and from each other.
@CurrentEngine
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ContainerNamesIT {
  private static final String SCRIPT =
      """
      serve() { docker run -d --name "$1" $2 sandbox/hello sh -c "mkdir /www; echo page-of-$1 >/www/index.html; exec httpd -f -p 80 -h /www" >/dev/null; }
      page='curl -sS -m 5 --retry 30 --retry-delay 1 --retry-all-errors --retry-max-time 20'
      docker network create net >/dev/null
      serve web
      serve elsewhere '--network net --network-alias shop'
      check proxied "$page http://web/"
      check unproxied "$page --noproxy '*' http://web/"
      check upper-case "$page http://WEB/"
      check on-network-proxied "$page http://elsewhere/"
      check on-network-unproxied "$page --noproxy '*' http://elsewhere/"
      check alias-proxied "$page http://shop/"
      check alias-unproxied "$page --noproxy '*' http://shop/"
      check tunnel "$page -p --proxy \\$http_proxy http://web:80/"
      check from-sibling 'docker run --rm --entrypoint curl sandbox/agent -sS -m 10 http://web/'
      check from-sibling-on-network 'docker run --rm --network net --entrypoint curl sandbox/agent -sS -m 10 http://shop/'
      check sibling-on-network-goes-out "docker run --rm --network net --entrypoint curl sandbox/agent -sS -m 10 http://$OPEN_NAME/"
      check names-of-parts 'curl -sS -m 5 -i http://broker/; curl -sS -m 5 -i http://egress:3128/; curl -sS -m 5 -i -x http://egress:3128 http://egress:3128/'
      docker rm -f web >/dev/null
      check gone 'curl -sS -m 5 -i http://web/'
      docker rm -f elsewhere >/dev/null
      docker network rm net >/dev/null
      """;

  private Checks checks;

  @SuppressWarnings("NullAway.Init") // set before every test by ask()
  ContainerNamesIT() {}

  @BeforeAll
  void ask(Lab lab) {
    checks =
        Checks.in(
            lab.sandbox("run", "--dind", "--enable-airlock", "--allow", Outside.OPEN_NAME),
            lab.workspace(),
            "OPEN_NAME=" + Outside.OPEN_NAME + "\n" + SCRIPT);
  }

  @Test
  void byClientsThatObeyTheProxy() {
    checks.of("proxied").succeeded().is("page-of-web");
    checks.of("upper-case").succeeded().is("page-of-web");
    checks.of("on-network-proxied").succeeded().is("page-of-elsewhere");
    checks.of("alias-proxied").succeeded().is("page-of-elsewhere");
    checks.of("tunnel").succeeded().is("page-of-web");
  }

  @Test
  void byClientsThatDoNot() {
    checks.of("unproxied").succeeded().is("page-of-web");
    checks.of("on-network-unproxied").succeeded().is("page-of-elsewhere");
    checks.of("alias-unproxied").succeeded().is("page-of-elsewhere");
  }

  @Test
  void fromOtherContainers() {
    checks.of("from-sibling").succeeded().is("page-of-web");
    checks.of("from-sibling-on-network").succeeded().is("page-of-elsewhere");
  }

  @Test
  void containersOnNetworksOfTheSessionGoOutByTheProxy() {
    checks.of("sibling-on-network-goes-out").succeeded().says("reached");
  }

  @Test
  void notTheSessionsOwnParts() {
    checks.of("names-of-parts").neverSays("200 OK");
  }

  @Test
  void notWhenTheContainerIsGone() {
    checks.of("gone").neverSays("page-of-web");
  }
}
