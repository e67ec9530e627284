package dev.airlock.cli.setup;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.airlock.cli.CliException;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.regex.Pattern;

/// Runs the system's programs: nothing on their standard input, what they print goes to a listener
/// line by line, and its end is kept for the error message.
final class Tool {
  private static final int KEPT_LINES = 25;
  private static final int LONGEST_LINE = 300;

  /// Also behind the time that BuildKit prints before each line.
  private static final Pattern APT_ERROR = Pattern.compile("(^|\\s)E: ");

  private final Map<String, String> environment;
  private final Consumer<String> listener;

  /// @param environment the whole environment of the programs
  Tool(Map<String, String> environment, Consumer<String> listener) {
    this.environment = Map.copyOf(environment);
    this.listener = listener;
  }

  /// How a program ended, and the last lines that it printed.
  record Outcome(int status, List<String> lastLines) {
    Outcome {
      lastLines = List.copyOf(lastLines);
    }

    boolean succeeded() {
      return status == 0;
    }

    /// The last lines that say something, at most `count`.
    List<String> end(int count) {
      List<String> lines = lastLines.stream().filter(line -> !line.isBlank()).toList();
      return lines.subList(Math.max(0, lines.size() - count), lines.size());
    }

    /// The line that most likely says what was wrong.
    String complaint() {
      return lastLines.stream()
          .filter(line -> APT_ERROR.matcher(line).find())
          .findFirst()
          .or(() ->
              lastLines.stream().filter(line -> line.contains("rror")).reduce((_, last) -> last))
          .or(() -> lastLines.stream().filter(line -> !line.isBlank()).reduce((_, last) -> last))
          .map(line -> line.length() > LONGEST_LINE ? line.substring(0, LONGEST_LINE) + "…" : line)
          .orElse("it ended with status " + status);
    }
  }

  /// Runs a program to its end.
  ///
  /// @throws CliException if it is not there
  Outcome run(Path folder, List<String> command) {
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .directory(folder.toFile())
            .redirectInput(new File("/dev/null"))
            .redirectErrorStream(true);
    builder.environment().clear();
    builder.environment().putAll(environment);
    Deque<String> last = new ArrayDeque<>();
    Process process;
    try {
      process = builder.start();
    } catch (IOException e) {
      throw new CliException(
          e, "cannot run '" + command.getFirst() + "'", "install it, or add its folder to PATH");
    }
    // A set-up that is ended takes its programs along: they would go on writing where nobody looks.
    Thread takeAlong = Thread.ofPlatform().unstarted(process::destroy);
    Runtime.getRuntime().addShutdownHook(takeAlong);
    try (BufferedReader output = process.inputReader(UTF_8)) {
      for (String line = output.readLine(); line != null; line = output.readLine()) {
        listener.accept(line);
        last.addLast(line);
        if (last.size() > KEPT_LINES) {
          last.removeFirst();
        }
      }
      return new Outcome(process.waitFor(), new ArrayList<>(last));
    } catch (IOException e) {
      throw new CliException(
          e, "cannot read what '" + command.getFirst() + "' prints", "run it again");
    } catch (InterruptedException e) {
      process.destroy();
      Thread.currentThread().interrupt();
      throw new CliException(
          e, "interrupted while '" + command.getFirst() + "' ran", "run it again");
    } finally {
      forget(takeAlong);
    }
  }

  private static void forget(Thread hook) {
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException ending) {
      // The virtual machine is going down and runs the hook itself.
      return;
    }
  }

  Outcome run(List<String> command) {
    return run(Path.of("/"), command);
  }

  /// The lines that a program prints; empty where it is missing or fails.
  static List<String> lines(Map<String, String> environment, List<String> command) {
    List<String> lines = new ArrayList<>();
    try {
      return new Tool(environment, lines::add).run(command).succeeded() ? lines : List.of();
    } catch (CliException e) {
      return List.of();
    }
  }
}
