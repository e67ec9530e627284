package dev.airlock.cli.setup;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class DebianSourcesTest {
  private static final DebianSources SOURCES =
      new DebianSources(
          "bookworm",
          List.of(
              new DebianSources.Archive("http://other.example/debian", "bookworm"),
              new DebianSources.Archive("http://mirror.example/debian", "bookworm"),
              new DebianSources.Archive("http://mirror.example/debian", "bookworm-updates"),
              new DebianSources.Archive("http://mirror.example/security", "bookworm-security")));

  @Test
  void takesTheMirrorThatHasTheUpdatesToo() {
    assertThat(SOURCES.linesFor("forky"))
        .singleElement()
        .asString()
        .endsWith("http://mirror.example/debian forky main");
  }

  @Test
  void mapsUpdatesAndSecurityFixesToAnotherRelease() {
    assertThat(SOURCES.linesWithUpdatesFor("trixie"))
        .extracting(line -> line.replaceFirst("^deb (\\[.*] )?", ""))
        .containsExactly(
            "http://mirror.example/debian trixie main",
            "http://mirror.example/debian trixie-updates main",
            "http://mirror.example/security trixie-security main");
  }
}
