package dev.airlock.compose;

import static org.assertj.core.api.Assertions.assertThat;

import dev.airlock.compose.SessionPlan.DockerPlan;
import dev.airlock.compose.SessionPlan.NetworkPlan;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// Each topology against the project it must give, byte for byte.
///
/// After a change that is meant, `mvn -pl compose-templates test -Dgolden.update=true` writes the
/// files anew; the diff is what is reviewed.
class GoldenProjectTest {
  private static final Path FOLDER = Path.of("src/test/resources/golden");

  static Stream<Arguments> topologies() {
    return Stream.of(
        Arguments.of("airlock", Plans.AIRLOCK, Plans.NONE),
        Arguments.of("airlock-broker", Plans.AIRLOCK, Plans.SIDECAR),
        Arguments.of("airlock-broker-engine-26", Plans.OLD_AIRLOCK, Plans.SIDECAR),
        Arguments.of("airlock-rootless", Plans.AIRLOCK, Plans.ROOTLESS),
        Arguments.of("standard-rootless-kept", Plans.BRIDGE, Plans.ROOTLESS_KEPT),
        Arguments.of("standard", Plans.BRIDGE, Plans.NONE),
        Arguments.of("standard-broker", Plans.BRIDGE, Plans.SIDECAR),
        Arguments.of("standard-embedded-broker", Plans.BRIDGE, Plans.EMBEDDED));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("topologies")
  void givesTheGoldenProject(String name, NetworkPlan network, DockerPlan docker)
      throws IOException {
    SessionPlan plan = Plans.plan(network, docker);
    String yaml = ComposeYaml.write(SessionTemplate.project(plan));
    String run = String.join("\n", DockerRun.arguments(SessionTemplate.workload(plan))) + "\n";
    compare(FOLDER.resolve(name + ".yaml"), yaml);
    compare(FOLDER.resolve(name + ".run"), run);
  }

  private static void compare(Path golden, String actual) throws IOException {
    if (Boolean.getBoolean("golden.update")) {
      Files.writeString(golden, actual);
    }
    assertThat(actual).isEqualTo(Files.readString(golden));
  }
}
