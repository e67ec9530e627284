package dev.airlock.cli.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.airlock.cli.CliException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WorkspaceFolderTest {
  @TempDir private Path folder;
  private Path home = Path.of("");
  private Path project = Path.of("");

  @BeforeEach
  void aHomeWithAProject() throws IOException {
    folder = folder.toRealPath();
    home = Files.createDirectory(folder.resolve("home"));
    project = Files.createDirectory(home.resolve("project"));
  }

  private void refuses(Path workspace, String engineSocket, String why) {
    assertThatThrownBy(() -> WorkspaceFolder.require(workspace, home, engineSocket))
        .isInstanceOf(CliException.class)
        .hasMessageContaining(why);
  }

  @Test
  void isTheRealFolderOfItsOwner() throws IOException {
    Path link = Files.createSymbolicLink(folder.resolve("link"), project);

    var workspace = WorkspaceFolder.require(link, home, "");

    assertThat(workspace.path()).isEqualTo(project.toString());
    assertThat(workspace.uid()).isEqualTo(Files.getAttribute(project, "unix:uid"));
  }

  @Test
  void refusesTheHomeFolderHoweverItIsWritten() throws IOException {
    Path link = Files.createSymbolicLink(folder.resolve("link"), home);

    refuses(home, "", "is the home folder");
    refuses(link, "", "is the home folder");
    refuses(project.resolve(".."), "", "is the home folder");
    refuses(folder, "", "contains the home folder");
  }

  @ParameterizedTest
  @ValueSource(strings = {"/", "/..", "/etc", "/usr/../etc", "/proc"})
  void refusesTheSystem(String path) {
    assertThatThrownBy(() -> WorkspaceFolder.require(Path.of(path), home, ""))
        .isInstanceOf(CliException.class);
  }

  @Test
  void refusesWhatTheEnginesSocketIsIn() throws IOException {
    Path socket = Files.createFile(project.resolve("docker.sock"));

    refuses(project, socket.toString(), "contains the engine's socket");
    assertThat(WorkspaceFolder.require(project, home, "").path()).isEqualTo(project.toString());
  }

  @Test
  void refusesWhatIsNoFolderOrNotThere() throws IOException {
    refuses(Files.createFile(project.resolve("file")), "", "is not a folder");
    refuses(project.resolve("gone"), "", "does not exist");
  }

  @Test
  void refusesAPathThatWouldBreakALine() throws IOException {
    refuses(Files.createDirectory(project.resolve("a\nb")), "", "control character");
  }
}
