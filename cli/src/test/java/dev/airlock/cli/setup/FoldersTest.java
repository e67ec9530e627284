package dev.airlock.cli.setup;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FoldersTest {
  @TempDir private Path folder;

  @Test
  void neverDeletesWhatALinkPointsTo() throws IOException {
    Path precious = Files.createFile(Files.createDirectory(folder.resolve("kept")).resolve("file"));
    Path doomed = Files.createDirectories(folder.resolve("doomed/inner"));
    Files.createSymbolicLink(doomed.resolve("link"), precious.getParent());
    Folders.delete(folder.resolve("doomed"));
    assertThat(folder.resolve("doomed")).doesNotExist();
    assertThat(precious).exists();
  }

  @Test
  void isContentWithAFolderThatIsNotThere() throws IOException {
    Folders.delete(folder.resolve("none"));
    assertThat(folder).isEmptyDirectory();
  }
}
