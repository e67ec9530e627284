package dev.airlock.e2e.scripts;

import static org.assertj.core.api.Assertions.assertThat;

import dev.airlock.e2e.scripts.Checkout.Ended;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// `./sandbox`: finds a JDK, builds when it must, runs the command line.
class SandboxScriptTest {
  @TempDir private Path folder;

  @Test
  void saysWhatToInstallWhereThereIsNoJdk() throws Exception {
    Checkout checkout = Checkout.in(folder).mavenThatBuilds();
    checkout.jdk("old", "17.0.9");

    explains(checkout.run("sandbox", "run", "--", "true"), 125, "no JDK 25 found", "set JAVA_HOME");
    explains(checkout.run("sandbox", "prune"), 1, "no JDK 25 found", "install one");
    assertThat(checkout.mavenCalls()).isEmpty();
  }

  @Test
  void saysWhatToInstallWhereThereIsNoMaven() throws Exception {
    Checkout checkout = Checkout.in(folder);
    checkout.jdk("new", "25.0.1");

    explains(checkout.run("sandbox", "run", "--", "true"), 125, "'mvn' is not on PATH", "Maven");
    explains(checkout.run("sandbox"), 1, "'mvn' is not on PATH", "install Maven 3.8 or newer");
  }

  @Test
  void prefersTheNamedJdkThenA25ThenWhatIsNewer() throws Exception {
    Checkout checkout = Checkout.in(folder).mavenThatBuilds();
    checkout.jdk("a-newer", "26");
    assertThat(checkout.run("sandbox", "prune").lastLine()).startsWith("a-newer: ");
    checkout.jdk("b-25", "25.0.1");
    assertThat(checkout.run("sandbox", "prune").lastLine()).startsWith("b-25: ");
    checkout.set("JAVA_HOME", checkout.jdk("c-named", "25").toString());
    assertThat(checkout.run("sandbox", "prune").lastLine()).startsWith("c-named: ");
  }

  @Test
  void passesEachArgumentOnAsItIs() throws Exception {
    Checkout checkout = Checkout.in(folder).mavenThatBuilds();
    checkout.jdk("jdk", "25");

    assertThat(checkout.run("sandbox", "run", "--", "echo", "a  b", "*").lastLine())
        .endsWith("dev.airlock.cli.command.Main run -- echo a  b *");
  }

  @Test
  void buildsOnFirstUseAndWhenASourceIsNewer() throws Exception {
    Checkout checkout = Checkout.in(folder).mavenThatBuilds();
    checkout.jdk("jdk", "25");

    Ended first = checkout.run("sandbox", "prune");
    Ended second = checkout.run("sandbox", "prune");
    assertThat(first.err()).startsWith("sandbox: building from source");
    assertThat(second.err()).isEmpty();
    assertThat(checkout.mavenCalls()).hasSize(1);

    Path source = Files.writeString(checkout.resolve("cli/src/main/New.java"), "");
    Files.setLastModifiedTime(source, FileTime.from(Instant.now().plusSeconds(5)));
    assertThat(checkout.run("sandbox", "prune").status()).isZero();
    assertThat(checkout.mavenCalls()).hasSize(2);
  }

  @Test
  void showsWhyABuildFailedAndLeavesNoHalfOfIt() throws Exception {
    Checkout checkout = Checkout.in(folder).maven("echo '[ERROR] no space left on device'; exit 1");
    checkout.jdk("jdk", "25");

    Ended failed = checkout.run("sandbox", "run", "--", "true");

    explains(failed, 125, "the build failed", "the whole log is in");
    assertThat(failed.err()).contains("[ERROR] no space left on device");
    explains(checkout.run("sandbox", "setup"), 1, "the build failed", "the whole log is in");
    try (Stream<Path> left = Files.list(checkout.resolve("target/dist"))) {
      assertThat(left.filter(Files::isDirectory)).isEmpty();
    }
  }

  private static void explains(Ended ended, int status, String error, String hint) {
    assertThat(ended.status()).as(ended.toString()).isEqualTo(status);
    assertThat(ended.out()).as("standard output belongs to the command").isEmpty();
    assertThat(ended.err().lines())
        .as(ended.toString())
        .anySatisfy(line -> assertThat(line).startsWith("sandbox: error: ").contains(error))
        .anySatisfy(line -> assertThat(line).startsWith("sandbox: hint: ").contains(hint));
  }
}
