package dev.airlock.cli.rehearsal;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.airlock.cli.command.Main;
import dev.airlock.compose.images.ContextFile;
import dev.airlock.compose.images.ImageRecipes;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/// Runs a session from its beginning to its end where engine and Docker CLI are made up, so that
/// the Java virtual machine can record which classes a session needs (AOT cache, JEP 514):
/// `./sandbox` starts this once after it has built.
///
/// A session's start is mostly the loading of classes: with them in the cache it costs a third less
/// processor time.
final class Rehearsal {
  private static final String JAR = "sandbox-gateway-1.jar";
  private static final String DIGEST = "0".repeat(64);

  private final Path folder;
  private final ByteArrayOutputStream said = new ByteArrayOutputStream();

  private Rehearsal(Path folder) {
    this.folder = folder;
  }

  /// Plays it once.
  ///
  /// @param args an empty folder
  public static void main(String[] args) throws IOException {
    new Rehearsal(Path.of(args[0]).toAbsolutePath()).play();
  }

  private void play() throws IOException {
    prepare();
    Path socket = folder.resolve("docker.sock");
    try (PaperEngine _ = PaperEngine.start(socket, images())) {
      run(socket, "run", "--help");
      run(socket, "run", "--dind", "--enable-airlock", "--workspace", work(), "--", "true");
    }
  }

  private void run(Path socket, String... words) {
    Map<String, String> environment =
        Map.of(
            "HOME", folder.resolve("home").toString(),
            "PATH", folder.resolve("bin").toString(),
            "DOCKER_HOST", "unix://" + socket);
    PrintStream out = new PrintStream(said, true, UTF_8);
    int status = Main.run(List.of(words), environment, out, out);
    if (status != 0) {
      throw new IllegalStateException("the rehearsal failed: " + said.toString(UTF_8));
    }
  }

  private String work() {
    return folder.resolve("work").toString();
  }

  private void prepare() throws IOException {
    Path library = Files.createDirectories(folder.resolve("dist/lib"));
    Files.writeString(library.resolve(JAR), "");
    Files.writeString(folder.resolve("dist/jars.sha256"), DIGEST + "  " + JAR + "\n");
    System.setProperty("sandbox.lib", library.toString());
    Files.createDirectories(folder.resolve("work"));
    program(folder.resolve("bin/docker"), "echo 'Docker version 28.0.0, build 0'");
    program(folder.resolve("home/.docker/cli-plugins/docker-compose"), "exit 0");
  }

  private static void program(Path file, String script) throws IOException {
    Files.createDirectories(file.getParent());
    // Compose reads its project from standard input.
    Files.writeString(file, "#!/bin/sh\n[ \"$1\" != compose ] || /bin/cat >/dev/null\n" + script);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwx------"));
  }

  private static List<String> images() {
    return ImageRecipes.of(
            Map.of(JAR, ContextFile.of(DIGEST, () -> new ByteArrayInputStream(new byte[0]))))
        .all(false)
        .stream()
        .flatMap(image -> Stream.of(image.reference(), image.image() + ":latest"))
        .toList();
  }
}
