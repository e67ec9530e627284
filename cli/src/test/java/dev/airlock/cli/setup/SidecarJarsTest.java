package dev.airlock.cli.setup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.airlock.cli.CliException;
import dev.airlock.compose.images.ContextFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SidecarJarsTest {

  /// Of the three bytes `abc`.
  private static final String DIGEST =
      "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";

  @TempDir private Path dist;
  private Path lib = Path.of("");

  @BeforeEach
  void aBuild() throws IOException {
    lib = Files.createDirectory(dist.resolve("lib"));
  }

  @Test
  void takesWhatTheSidecarsNeedAndNothingElse() throws IOException {
    for (String name :
        new String[] {"sandbox-gateway-1.jar", "jackson-core-2.jar", "picocli-4.jar", "x.txt"}) {
      Files.writeString(lib.resolve(name), "abc");
    }
    assertThat(SidecarJars.find(lib))
        .containsOnlyKeys("sandbox-gateway-1.jar", "jackson-core-2.jar");
  }

  @Test
  void hashesOnlyWhatTheBuildDidNot() throws IOException {
    Files.writeString(lib.resolve("sandbox-gateway-1.jar"), "abc");
    Map<String, ContextFile> hashed = SidecarJars.find(lib);
    Files.writeString(dist.resolve("jars.sha256"), DIGEST + "  sandbox-gateway-1.jar\n");
    Files.writeString(lib.resolve("sandbox-gateway-1.jar"), "not read");
    assertThat(SidecarJars.find(lib)).isEqualTo(hashed);
  }

  @Test
  void saysHowToMakeThemWhereThereAreNone() {
    assertThatThrownBy(() -> SidecarJars.find(lib))
        .isInstanceOf(CliException.class)
        .hasMessage("no sidecars' jars in '" + lib + "'");
  }
}
