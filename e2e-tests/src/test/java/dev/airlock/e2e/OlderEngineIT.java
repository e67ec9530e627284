package dev.airlock.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.airlock.e2e.harness.Checks;
import dev.airlock.e2e.harness.Held;
import dev.airlock.e2e.harness.Lab;
import dev.airlock.e2e.harness.OlderEngine;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/// What differs on an engine before 28, which accepts isolated gateways, ignores them and says
/// nothing: the airlock has no IPv6, and its bridge no address.
@OlderEngine
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class OlderEngineIT {
  private static final String NETWORK =
      "{{.Internal}} {{.EnableIPv6}} {{index .Options \"com.docker.network.bridge.inhibit_ipv4\"}}";

  private Checks checks;
  private String airlock;
  private String made;

  @SuppressWarnings("NullAway.Init") // set before every test by look()
  OlderEngineIT() {}

  @BeforeAll
  void look(Lab lab) {
    try (Held session =
        Checks.hold(
            lab.sandbox("run", "--dind", "--enable-airlock"),
            lab.workspace(),
            """
            docker network create older-net >/dev/null
            check addresses 'ip -o -6 address show scope global'
            check bind 'echo given >f; docker run --rm -v "$PWD:/w" sandbox/hello cat /w/f'
            check privileged 'docker run --rm --privileged sandbox/hello'
            check build 'printf "FROM sandbox/hello\\nRUN true\\n" | docker build -'
            tell up
            await looked
            docker network rm older-net >/dev/null
            """)) {
      session.until("up");
      airlock =
          inspect(
              lab,
              lab.ask("network", "ls", "--quiet", "--filter", "label=dev.airlock.role=airlock"));
      made = inspect(lab, "older-net");
      checks = session.allow("looked").finish();
    }
  }

  private static String inspect(Lab lab, String network) {
    return lab.ask("network", "inspect", "--format", NETWORK, network);
  }

  @Test
  void networksAreInternalWithoutIpv6AndWithoutAnAddressOfTheHost() {
    assertThat(airlock).isEqualTo("true false true");
    assertThat(made).isEqualTo("true false true");
    checks.of("addresses").is("");
  }

  @Test
  void everythingElseIsAsOnTheCurrentEngine() {
    checks.of("bind").succeeded().is("given");
    checks.of("build").succeeded();
    checks.of("privileged").failed().says("sandbox: denied (privileged-container)");
  }
}
