package dev.airlock.cli.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EngineTest {

  @ParameterizedTest
  @CsvSource({
    "28.5.2+dfsg4, true",
    "29.0.0-rc.1, true",
    "27.5.1, false",
    "26.1.5, false",
    "dev, false"
  })
  void knowsWhichReleasesIsolateTheirGateways(String version, boolean isolates) {
    Engine engine =
        new Engine(
            "unix:///d.sock", version, ApiVersion.LOWEST, Path.of("/usr/bin/docker"), Map.of());
    assertThat(engine.isolatesGateways()).isEqualTo(isolates);
  }
}
