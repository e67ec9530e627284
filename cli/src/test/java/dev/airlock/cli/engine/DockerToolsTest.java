package dev.airlock.cli.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DockerToolsTest {
  @TempDir private Path home;
  private Map<String, String> environment = Map.of();

  @BeforeEach
  void aUserOfHisOwn() {
    environment =
        new HashMap<>(Map.of("HOME", home.toString(), "PATH", home.resolve("bin").toString()));
  }

  @Test
  void prefersTheUsersOwn() throws IOException {
    Path cli = cli("28.5.2");
    plugin(home.resolve(".docker/cli-plugins"));
    assertThat(DockerTools.find(environment)).contains(new DockerTools(cli, Map.of()));
  }

  @Test
  void findsPluginsInFoldersThatTheConfigurationAdds() throws IOException {
    Path cli = cli("28.5.2");
    plugin(home.resolve("elsewhere"));
    Files.createDirectories(home.resolve(".docker"));
    Files.writeString(
        home.resolve(".docker/config.json"),
        "{\"cliPluginsExtraDirs\":[\"%s\"]}".formatted(home.resolve("elsewhere")));
    assertThat(DockerTools.find(environment)).contains(new DockerTools(cli, Map.of()));
  }

  @Test
  void usesOursWhereTheUsersIsTooOld() throws IOException {
    cli("20.10.24");
    plugin(home.resolve(".docker/cli-plugins"));
    PrivatePrefix prefix = PrivatePrefix.of(environment);
    script(prefix.dockerCli(), "exit 0");
    plugin(prefix.dockerConfig().resolve("cli-plugins"));
    Files.writeString(prefix.manifest(), "{}");
    assertThat(DockerTools.find(environment))
        .hasValueSatisfying(tools -> {
          assertThat(tools.cli()).isEqualTo(prefix.dockerCli());
          assertThat(tools.variables())
              .containsEntry("DOCKER_CONFIG", prefix.dockerConfig().toString());
        });
  }

  @Test
  void takesNothingFromHalfAnInstallation() throws IOException {
    PrivatePrefix prefix = PrivatePrefix.of(environment);
    script(prefix.dockerCli(), "exit 0");
    plugin(prefix.dockerConfig().resolve("cli-plugins"));
    assertThat(DockerTools.find(environment)).isEmpty();
  }

  @Test
  void ignoresFoldersOfPathThatAreRelative() throws IOException {
    environment.put("PATH", "bin:.");
    cli("28.5.2");
    assertThat(DockerTools.onPath(environment, "docker")).isEmpty();
  }

  private Path cli(String version) throws IOException {
    Path cli = home.resolve("bin/docker");
    script(cli, "echo 'Docker version " + version + ", build 1234567'");
    return cli;
  }

  private static void plugin(Path folder) throws IOException {
    script(folder.resolve("docker-compose"), "exit 0");
  }

  private static void script(Path file, String line) throws IOException {
    Files.createDirectories(file.getParent());
    Files.writeString(file, "#!/bin/sh\n" + line + "\n");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
  }
}
