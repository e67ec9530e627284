package dev.airlock.cli.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.airlock.cli.CliException;
import dev.airlock.cli.engine.ApiVersion;
import dev.airlock.cli.engine.Engine;
import dev.airlock.cli.setup.Images;
import dev.airlock.compose.SessionPlan;
import dev.airlock.compose.SessionPlan.DockerPlan;
import dev.airlock.compose.SessionPlan.Isolation;
import dev.airlock.compose.SessionPlan.Limits;
import dev.airlock.compose.SessionPlan.NetworkPlan;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SessionPlannerTest {
  private static final String REMOTE = "tcp://engine.example:2375";

  @TempDir private Path folder;
  private String host = "";

  @BeforeEach
  void anEngineWithASocket() throws IOException {
    host = "unix://" + Files.createFile(folder.resolve("docker.sock"));
  }

  private SessionPlanner planner(
      String at, String version, boolean airlock, BrokerPlacement broker, String workspace)
      throws IOException {
    return planner(at, version, airlock, new DockerChoice.Broker(broker, List.of()), workspace);
  }

  private SessionPlanner planner(
      String at, String version, boolean airlock, DockerChoice docker, String workspace)
      throws IOException {
    return new SessionPlanner(
        new Engine(at, version, ApiVersion.LOWEST, Path.of("/usr/bin/docker"), Map.of()),
        new Images("sandbox/gateway:1", "sandbox/agent:1", "sandbox/hello:1", "sandbox/engine:1"),
        new SessionRequest(
            List.of("true"),
            docker,
            airlock,
            List.of(),
            "",
            "",
            Files.createDirectories(folder.resolve(workspace)),
            new Limits(1L << 30, "", 100),
            ""),
        folder.resolve("home"));
  }

  private SessionPlanner planner(String at, boolean airlock, BrokerPlacement broker)
      throws IOException {
    return planner(at, "28.5.2", airlock, broker, "work");
  }

  @Test
  void embedsTheBrokerOnlyWhereNoAirlockIsAskedForAndTheEngineHasASocket() throws IOException {
    assertThat(planner(host, false, BrokerPlacement.AUTOMATIC).embedsBroker()).isTrue();
    assertThat(planner(host, false, BrokerPlacement.SIDECAR).embedsBroker()).isFalse();
    assertThat(planner(host, true, BrokerPlacement.AUTOMATIC).embedsBroker()).isFalse();
    assertThat(planner(REMOTE, false, BrokerPlacement.AUTOMATIC).embedsBroker()).isFalse();
  }

  @Test
  void givesAPrivateEngineItsImagesAndNoBroker() throws IOException {
    SessionPlanner planner =
        planner(
            REMOTE, "28.5.2", true, new DockerChoice.Rootless("mine", List.of("redis")), "work");

    assertThat(planner.embedsBroker()).isFalse();
    assertThat(planner.seeds()).containsExactly("sandbox/hello:latest", "redis");
    assertThat(planner.printed().docker())
        .isEqualTo(
            new SessionPlan.DockerPlan.Rootless(
                "sandbox/engine:1", "mine", new Limits(1L << 30, "", 100)));
  }

  @Test
  void refusesABrokerThatWouldHaveNoSocket() throws IOException {
    SessionPlanner planner = planner(REMOTE, true, BrokerPlacement.AUTOMATIC);

    assertThatThrownBy(planner::printed)
        .isInstanceOf(CliException.class)
        .hasMessageContaining("has no socket that a broker can be given");
  }

  @Test
  void isolatesByTheMeansThatTheEngineObeys() throws IOException {
    assertThat(planner(host, "28.5.2", true, BrokerPlacement.AUTOMATIC, "work").printed().network())
        .isEqualTo(new NetworkPlan.Airlock(Isolation.ISOLATED_GATEWAY, List.of()));
    assertThat(planner(host, "26.1.5", true, BrokerPlacement.AUTOMATIC, "work").printed().network())
        .isEqualTo(new NetworkPlan.Airlock(Isolation.INHIBITED_IPV4, List.of()));
  }

  @Test
  void printsAPlanThatNobodyHolds() throws IOException {
    SessionPlan plan = planner(host, false, BrokerPlacement.AUTOMATIC).printed();

    assertThat(Holder.isNobody(plan.holder())).isTrue();
    assertThat(plan.docker()).isInstanceOf(DockerPlan.Sidecar.class);
  }

  @ParameterizedTest
  @CsvSource({"my-app, my-app", "my app!, my-app-", "_x, x", "äöü, session"})
  void namesTheSessionAfterTheWorkspace(String workspace, String name) throws IOException {
    assertThat(planner(host, "28.5.2", false, BrokerPlacement.AUTOMATIC, workspace).name())
        .isEqualTo(name);
  }
}
