package dev.airlock.gateway;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.airlock.broker.BrokerConfig;
import dev.airlock.broker.policy.SessionSocket;
import dev.airlock.broker.policy.SiblingNetwork;
import dev.airlock.broker.policy.Workspace;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BrokerArgumentsTest {
  private static final List<String> ENDPOINTS =
      List.of("--listen", "unix:///run/own/docker.sock", "--upstream", "unix:///engine.sock");

  @TempDir private Path folder;

  private static BrokerConfig config(Map<String, String> environment, String... more)
      throws UsageException {
    List<String> words = new ArrayList<>(ENDPOINTS);
    words.addAll(List.of(more));
    return new BrokerArguments(Arguments.parse(words, BrokerArguments.FLAGS), environment).config();
  }

  private static BrokerConfig config(String... more) throws UsageException {
    return config(Map.of(), more);
  }

  private static List<String> problems(String... more) {
    return requireNonNull(catchThrowableOfType(UsageException.class, () -> config(more)))
        .problems()
        .stream()
        .map(Problems.Problem::message)
        .toList();
  }

  @Test
  void givesNothingAwayByDefault() throws UsageException {
    BrokerConfig config = config();

    assertThat(config.network()).isInstanceOf(SiblingNetwork.None.class);
    assertThat(config.workspace()).isInstanceOf(Workspace.None.class);
    assertThat(config.imageGlobs()).isEqualTo(BrokerConfig.DEFAULT_IMAGE_GLOBS);
    assertThat(config.publishAddresses()).isEqualTo(BrokerConfig.LOOPBACK);
  }

  @Test
  void givesEachBrokerAnIdAndASecretOfItsOwn() throws UsageException {
    assertThat(config().owner().sessionId()).isNotEqualTo(config().owner().sessionId());
    assertThat(config().owner().secret()).isNotEqualTo(config().owner().secret());
  }

  @Test
  void takesTheSecretFromTheEnvironmentSoThatARestartKnowsItsOwn() throws UsageException {
    Map<String, String> environment = Map.of(BrokerArguments.OWNER_KEY, "s".repeat(64));

    assertThat(config(environment).owner().secret()).isEqualTo("s".repeat(64));
  }

  @Test
  void putsSiblingsOnTheAirlockOrOnTheBridge() throws UsageException {
    assertThat(config("--network", "n", "--proxy-url", "http://egress:3128").network())
        .isInstanceOfSatisfying(
            SiblingNetwork.Airlock.class, airlock -> assertThat(airlock.name()).isEqualTo("n"));
    assertThat(config("--bridge", "b").network()).isEqualTo(new SiblingNetwork.Bridge("b"));
  }

  @Test
  void refusesAnAirlockWithoutItsProxyAndTwoNetworks() {
    assertThat(problems("--network", "n")).containsExactly("'--network' without '--proxy-url'");
    assertThat(problems("--network", "n", "--proxy-url", "http://p", "--bridge", "b"))
        .containsExactly("'--network' and '--bridge' are both given");
  }

  @Test
  void followsLinksOfTheWorkspaceOnceAndRefusesARelativeOne() throws IOException, UsageException {
    Path real = Files.createDirectory(folder.resolve("real")).toRealPath();
    Path link = Files.createSymbolicLink(folder.resolve("link"), real);

    assertThat(config("--workspace", link.toString()).workspace())
        .isInstanceOfSatisfying(
            Workspace.Folder.class, found -> assertThat(found.path()).isEqualTo(real.toString()));
    assertThat(problems("--workspace", "here"))
        .containsExactly("'--workspace': 'here' is not absolute");
    assertThat(problems("--workspace-volume", "v"))
        .containsExactly("'--workspace-volume' without '--workspace'");
  }

  @Test
  void handsOutItsOwnSocketInPlaceOfTheEngines() throws UsageException {
    assertThat(config("--socket-volume", "v").socket())
        .isEqualTo(new SessionSocket.InVolume("v", "docker.sock"));
    assertThat(config("--session", "abcdefghij").socket())
        .isEqualTo(new SessionSocket.InFolder("/run/own", "sandbox-abcdefghij-run", "docker.sock"));
  }

  @Test
  void addsTheRulesOfThePolicyFileToThoseOfTheFlags() throws IOException, UsageException {
    Path policy = Files.writeString(folder.resolve("p.json"), "{\"allowImages\":[\"redis:*\"]}");

    assertThat(config("--policy", policy.toString(), "--allow-image", "nginx").imageGlobs())
        .endsWith("redis:*", "nginx");
  }

  @Test
  void refusesAPolicyFileWithAnythingUnknown() throws IOException {
    Path policy = Files.writeString(folder.resolve("p.json"), "{\"alow\":[]}");

    assertThat(problems("--policy", policy.toString())).singleElement().asString().contains("alow");
    assertThat(problems("--policy", folder.resolve("none").toString()))
        .singleElement()
        .asString()
        .contains("cannot be read");
  }

  @Test
  void reportsAllProblemsAtOnce() {
    UsageException failure =
        requireNonNull(
            catchThrowableOfType(
                UsageException.class,
                () ->
                    new BrokerArguments(
                            Arguments.parse(
                                List.of("--allow", "a b", "--publish-address", "x"),
                                BrokerArguments.FLAGS),
                            Map.of())
                        .config()));

    assertThat(failure.problems())
        .hasSize(4)
        .extracting(Problems.Problem::message)
        .anyMatch(message -> message.equals("'--listen' is missing"))
        .anyMatch(message -> message.equals("'--upstream' is missing"))
        .anyMatch(message -> message.contains("'a b'"))
        .anyMatch(message -> message.contains("'--publish-address'"));
  }
}
