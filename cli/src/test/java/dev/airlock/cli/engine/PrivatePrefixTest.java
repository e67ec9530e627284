package dev.airlock.cli.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PrivatePrefixTest {

  @Test
  void standsInTheUsersDataFolder() {
    assertThat(PrivatePrefix.of(Map.of("HOME", "/home/me")).folder())
        .isEqualTo(Path.of("/home/me/.local/share/sandbox/engine"));
    assertThat(PrivatePrefix.of(Map.of("HOME", "/home/me", "XDG_DATA_HOME", "/data")).folder())
        .isEqualTo(Path.of("/data/sandbox/engine"));
  }

  @Test
  void ignoresARelativeDataFolderAsTheSpecificationSays() {
    assertThat(PrivatePrefix.of(Map.of("HOME", "/home/me", "XDG_DATA_HOME", "data")).folder())
        .isEqualTo(Path.of("/home/me/.local/share/sandbox/engine"));
  }

  @Test
  void keepsTwoHomesApartWithSocketsThatAreShortEnough() {
    PrivatePrefix one = PrivatePrefix.of(Map.of("HOME", "/home/" + "a".repeat(150)));
    PrivatePrefix two = PrivatePrefix.of(Map.of("HOME", "/home/" + "b".repeat(150)));
    assertThat(one.socket()).isNotEqualTo(two.socket());
    assertThat(one.socket().toString()).hasSizeLessThan(60);
  }
}
