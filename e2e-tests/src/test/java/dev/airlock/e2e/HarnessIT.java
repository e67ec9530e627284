package dev.airlock.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.airlock.e2e.harness.CurrentEngine;
import dev.airlock.e2e.harness.Invocation;
import dev.airlock.e2e.harness.Lab;
import dev.airlock.e2e.harness.Terminal;
import java.time.Duration;
import org.junit.jupiter.api.Test;

@CurrentEngine
class HarnessIT {
  @Test
  void smoke(Lab lab) {
    System.err.println(lab.snapshot());
    System.err.println(lab.host().inside("curl", "-sS", "-m5", "http://open.sandbox.test/"));
    System.err.println(
        lab.host()
            .inside(
                "sh",
                "-c",
                "curl -sS -m9 -o /dev/null -w '%{http_code}' $(apt-get indextargets --format '$(REPO_URI)' 'Created-By: Packages' | head -1)dists/"));
    System.err.println(lab.outside().contacts());
    System.err.println(lab.outside().namesAskedFor());
  }

  @Test
  void terminal() {
    try (Terminal terminal =
        Terminal.start(
            Invocation.of(
                "sh",
                "-c",
                "stty size; trap 'stty size; exit 7' WINCH; echo ready; while :; do sleep 0.1; done"),
            30,
            100)) {
      terminal.awaitShown("ready", Duration.ofSeconds(5));
      terminal.resize(41, 121);
      terminal.awaitShown("41 121", Duration.ofSeconds(5));
      assertThat(terminal.await(Duration.ofSeconds(5))).isEqualTo(7);
    }
  }
}
