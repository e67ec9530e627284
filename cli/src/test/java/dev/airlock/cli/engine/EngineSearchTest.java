package dev.airlock.cli.engine;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.airlock.cli.CliException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EngineSearchTest {
  @TempDir private Path home;
  private Map<String, String> environment = Map.of();

  @BeforeEach
  void aUserOfHisOwn() {
    environment =
        new HashMap<>(Map.of("HOME", home.toString(), "PATH", home.resolve("bin").toString()));
  }

  @Test
  void takesTheEngineThatIsNamed() throws IOException {
    Path socket = home.resolve("named.sock");
    environment.put("DOCKER_HOST", "unix://" + socket);
    try (RecordingEngine _ = RecordingEngine.start(socket, "28.5.2", "1.51")) {
      assertThat(EngineSearch.search(environment))
          .isEqualTo(
              new EngineSearch.Found(
                  new EngineAddress("unix://" + socket, "DOCKER_HOST", Map.of()),
                  "28.5.2",
                  new ApiVersion(1, 51)));
    }
  }

  @Test
  void refusesAnEngineThatIsTooOldAndSaysWhatIsNeeded() throws IOException {
    Path socket = home.resolve("old.sock");
    environment.put("DOCKER_HOST", "unix://" + socket);
    try (RecordingEngine _ = RecordingEngine.start(socket, "20.10.24", "1.41")) {
      assertThatThrownBy(() -> EngineSearch.search(environment))
          .hasMessageContaining("too old: version 20.10.24 with API 1.41, but 1.45 is needed")
          .asInstanceOf(InstanceOfAssertFactories.type(CliException.class))
          .extracting(CliException::hints)
          .asInstanceOf(InstanceOfAssertFactories.LIST)
          .isNotEmpty();
    }
  }

  @Test
  void neverTakesAnotherThanTheNamedOne() throws IOException {
    Path usual = Files.createDirectories(home.resolve(".docker/run")).resolve("docker.sock");
    environment.put("DOCKER_HOST", "unix://" + home.resolve("dead.sock"));
    try (RecordingEngine _ = RecordingEngine.start(usual, "28.5.2", "1.51")) {
      assertThatThrownBy(() -> EngineSearch.search(environment))
          .isInstanceOf(CliException.class)
          .hasMessageContaining("(DOCKER_HOST) does not answer");
    }
  }

  @Test
  void followsTheCurrentDockerContext() throws Exception {
    Path socket = home.resolve("context.sock");
    useContext("colima", "unix://" + socket);
    try (RecordingEngine _ = RecordingEngine.start(socket, "27.0.0", "1.46")) {
      assertThat(EngineSearch.search(environment))
          .isInstanceOfSatisfying(
              EngineSearch.Found.class,
              found -> assertThat(found.address().origin()).isEqualTo("Docker context 'colima'"));
    }
  }

  @Test
  void saysThatAContextDoesNotExist() {
    environment.put("DOCKER_CONTEXT", "gone");
    assertThatThrownBy(() -> EngineSearch.search(environment))
        .hasMessage("Docker context 'gone' does not exist");
  }

  @Test
  void saysWhatAnUnexpectedAnswerWas() throws IOException {
    Path socket = home.resolve("odd.sock");
    environment.put("DOCKER_HOST", "unix://" + socket);
    try (RecordingEngine _ = RecordingEngine.start(socket, "28.5.2", "new")) {
      assertThatThrownBy(() -> EngineSearch.search(environment))
          .hasMessageContaining("it does not say which API it speaks");
    }
  }

  private void useContext(String name, String host) throws Exception {
    Path docker = Files.createDirectories(home.resolve(".docker"));
    Files.writeString(docker.resolve("config.json"), "{\"currentContext\":\"%s\"}".formatted(name));
    String digest =
        HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(name.getBytes(UTF_8)));
    Path meta = Files.createDirectories(docker.resolve("contexts/meta").resolve(digest));
    Files.writeString(
        meta.resolve("meta.json"),
        "{\"Name\":\"%s\",\"Endpoints\":{\"docker\":{\"Host\":\"%s\"}}}".formatted(name, host));
  }
}
