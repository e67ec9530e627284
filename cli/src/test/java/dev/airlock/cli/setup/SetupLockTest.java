package dev.airlock.cli.setup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.airlock.cli.CliException;
import dev.airlock.cli.Progress;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SetupLockTest {
  private static final Progress SILENT =
      new Progress() {
        @Override
        public void step(String what) {}

        @Override
        public void say(String line) {}
      };

  @TempDir private Path folder;

  @Test
  void canBeTakenAgainWhenItWasGivenBack() {
    Path file = folder.resolve("deep/setup.lock");
    SetupLock.take(file, SILENT).close();
    SetupLock.take(file, SILENT).close();
    assertThat(file).exists();
  }

  @Test
  void saysWhatCannotBeWritten() throws IOException {
    Path file = Files.createFile(folder.resolve("in-the-way"));
    assertThatThrownBy(() -> SetupLock.take(file.resolve("setup.lock"), SILENT))
        .isInstanceOf(CliException.class)
        .hasMessageContaining("cannot write");
  }
}
