package dev.airlock.egress.session;

import static org.assertj.core.api.Assertions.assertThat;

import dev.airlock.rules.HostName;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SessionNamesTest {
  @TempDir private Path folder;
  private Path file;
  private SessionNames names;

  @BeforeEach
  void start() {
    file = folder.resolve("names");
    names = new SessionNames(file);
  }

  private void replace(String content) throws IOException {
    Path fresh = Files.writeString(folder.resolve("names.new"), content);
    Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
  }

  private boolean has(String name) {
    return names.test(new HostName(name));
  }

  @Test
  void knowsNothingWithoutAFile() {
    assertThat(has("web")).isFalse();
  }

  @Test
  void readsTheFileAgainWhenItWasReplaced() throws IOException {
    replace("web\ndb_1\n");
    assertThat(has("web")).isTrue();
    assertThat(has("db_1")).isTrue();
    replace("api\n");
    assertThat(has("web")).isFalse();
    assertThat(has("api")).isTrue();
    Files.delete(file);
    assertThat(has("api")).isFalse();
  }

  @Test
  void takesNeitherNamesWithADotNorAddressesNorNonsense() throws IOException {
    replace("a.example\n10.0.0.1\n127\n*\n\nwéb\nok\n");
    assertThat(has("ok")).isTrue();
    assertThat(has("a.example")).isFalse();
  }

  @Test
  void readsAFileOfExactlyTheLimitAndNoLarger() throws IOException {
    String most = "web\n" + "x".repeat((int) SessionNames.MAX_BYTES - 4);
    replace(most);
    assertThat(has("web")).isTrue();
    replace(most + "x");
    assertThat(has("web")).isFalse();
  }
}
