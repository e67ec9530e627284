package dev.airlock.e2e.scripts;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/// A checkout with our scripts, no sources to speak of, and a machine whose JDKs and Maven are
/// scripts of the test's own.
final class Checkout {
  private static final Path ROOT =
      requireNonNull(Path.of("").toAbsolutePath().getParent(), "the module has no parent folder");

  /// What the scripts call; nothing else is on their PATH.
  private static final List<String> PROGRAMS =
      List.of(
          "awk",
          "basename",
          "bash",
          "cat",
          "cp",
          "date",
          "dirname",
          "env",
          "find",
          "flock",
          "grep",
          "head",
          "mkdir",
          "mv",
          "readlink",
          "rm",
          "sed",
          "sh",
          "sha256sum",
          "sort",
          "tail");

  private final Path folder;
  private final Map<String, String> environment = new HashMap<>();

  private Checkout(Path folder) {
    this.folder = folder;
  }

  /// A checkout on a machine with neither JDK nor Maven.
  static Checkout in(Path folder) throws IOException {
    Checkout checkout = new Checkout(folder);
    Files.createDirectories(folder.resolve("tools"));
    Files.createDirectories(checkout.bin());
    for (String script : List.of("sandbox", "verify")) {
      Files.copy(ROOT.resolve(script), folder.resolve(script), StandardCopyOption.COPY_ATTRIBUTES);
    }
    // This machine's own JDKs are not the test's.
    Files.writeString(
        folder.resolve("tools/find-jdk.sh"),
        Files.readString(ROOT.resolve("tools/find-jdk.sh"))
            .replaceAll("(/usr/lib/jvm|/usr/java|/opt/java)/\\*", folder + "$1/*"));
    for (String module : List.of("cli", "http1")) {
      Files.createDirectories(folder.resolve(module).resolve("src/main"));
      Files.writeString(folder.resolve(module).resolve("pom.xml"), "");
    }
    Files.writeString(folder.resolve("pom.xml"), "");
    for (String program : PROGRAMS) {
      script(checkout.bin().resolve(program), "exec %s \"$@\"".formatted(find(program)));
    }
    checkout.environment.put("PATH", checkout.bin().toString());
    checkout.environment.put("HOME", folder.toString());
    return checkout;
  }

  private static Path find(String program) {
    return Stream.of("/usr/bin", "/bin")
        .map(place -> Path.of(place, program))
        .filter(Files::isExecutable)
        .findFirst()
        .orElseThrow(() -> new IllegalStateException("no " + program));
  }

  /// A JDK in the usual folder of a distribution, whose `java` prints what it was called with.
  Path jdk(String name, String version) throws IOException {
    Path home = folder.resolve("usr/lib/jvm").resolve(name);
    script(home.resolve("bin/javac"), "exit 0");
    script(home.resolve("bin/java"), "echo \"" + name + ": $*\"");
    Files.writeString(home.resolve("release"), "JAVA_VERSION=\"" + version + "\"\n");
    return home;
  }

  /// A Maven that runs a script, in which `$ROOT` is the checkout.
  Checkout maven(String script) throws IOException {
    script(
        bin().resolve("mvn"),
        "ROOT='%s'\necho \"$*\" >>\"$ROOT/maven-calls\"\n%s".formatted(folder, script));
    return this;
  }

  /// A Maven that builds the command's jar.
  Checkout mavenThatBuilds() throws IOException {
    return maven(
        "mkdir -p \"$ROOT/cli/target/lib\"\n: >\"$ROOT/cli/target/sandbox-cli-1.jar\"\n"
            + ": >\"$ROOT/cli/target/lib/picocli-1.jar\"");
  }

  Checkout set(String variable, String value) {
    environment.put(variable, value);
    return this;
  }

  /// What Maven was called with, a call a line.
  List<String> mavenCalls() throws IOException {
    Path calls = folder.resolve("maven-calls");
    return Files.exists(calls) ? Files.readAllLines(calls) : List.of();
  }

  Path resolve(String path) {
    return folder.resolve(path);
  }

  /// How a script ended, and what it printed.
  record Ended(int status, String out, String err) {
    String lastLine() {
      return out.lines().reduce("", (before, line) -> line);
    }
  }

  Ended run(String script, String... arguments) throws IOException, InterruptedException {
    Path out = folder.resolve("stdout");
    Path err = folder.resolve("stderr");
    ProcessBuilder builder =
        new ProcessBuilder(
                Stream.concat(Stream.of(folder.resolve(script).toString()), Stream.of(arguments))
                    .toList())
            .directory(folder.toFile())
            .redirectOutput(out.toFile())
            .redirectError(err.toFile());
    builder.environment().clear();
    builder.environment().putAll(environment);
    int status = builder.start().waitFor();
    return new Ended(status, Files.readString(out, UTF_8), Files.readString(err, UTF_8));
  }

  private Path bin() {
    return folder.resolve("bin");
  }

  private static void script(Path file, String text) throws IOException {
    Files.createDirectories(requireNonNull(file.getParent(), "a script has a folder"));
    Files.writeString(file, "#!/bin/sh\n" + text + "\n");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
  }
}
