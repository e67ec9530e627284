package dev.airlock.cli.command;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What `--help` prints for each command, hidden ones too, byte for byte.
///
/// After a change that is meant, `mvn -pl cli -am test -Dtest=GoldenHelpTest
/// -Dsurefire.failIfNoSpecifiedTests=false -Dgolden.update=true` writes the files anew; the diff is
/// what is reviewed.
class GoldenHelpTest {
  private static final Path FOLDER = Path.of("src/test/resources/golden/help");

  @ParameterizedTest
  @ValueSource(strings = {"run", "compose", "prune", "setup", "broker", "egress"})
  void printsTheGoldenHelp(String command) throws IOException {
    compare(command, help(command, "--help"));
  }

  @Test
  void printsTheGoldenHelpOfTheWhole() throws IOException {
    compare("sandbox", help("--help"));
    assertThat(help("-h")).isEqualTo(help("--help"));
  }

  @Test
  void hasAFileForEachCommand() throws IOException {
    List<String> commands =
        help("--help")
            .lines()
            .dropWhile(line -> !line.equals("Commands:"))
            .skip(1)
            .takeWhile(line -> !line.isBlank())
            .filter(line -> line.matches("  \\w.*"))
            .map(line -> line.strip().replaceFirst(" .*", ""))
            .toList();
    assertThat(commands).contains("run");
    try (Stream<Path> files = Files.list(FOLDER)) {
      assertThat(files.map(file -> file.getFileName().toString().replace(".txt", "")).toList())
          .containsAll(commands);
    }
  }

  private static String help(String... words) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    int status =
        Main.run(
            List.of(words),
            Map.of(),
            new PrintStream(out, true, UTF_8),
            new PrintStream(err, true, UTF_8));
    assertThat(status).isZero();
    assertThat(err.toString(UTF_8)).isEmpty();
    return out.toString(UTF_8);
  }

  private static void compare(String command, String actual) throws IOException {
    Path golden = FOLDER.resolve(command + ".txt");
    if (Boolean.getBoolean("golden.update")) {
      Files.createDirectories(FOLDER);
      Files.writeString(golden, actual);
    }
    assertThat(actual.lines()).allSatisfy(line -> assertThat(line).hasSizeLessThanOrEqualTo(100));
    assertThat(actual).isEqualTo(Files.readString(golden));
  }
}
