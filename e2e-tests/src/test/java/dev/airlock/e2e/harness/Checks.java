package dev.airlock.e2e.harness;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;

/// What a script found out in one session: many questions, one start.
///
/// In the script, `check NAME 'SHELL COMMAND'` runs the command with a limit of time and reports
/// its status and all it said; the tests then assert on the answers by name.
public final class Checks {
  private static final String MARK = "@check ";

  /// What every script starts with; POSIX words only, so that it also runs in a tiny image.
  private static final String PREAMBLE =
      """
      check() {
        check_said=$(timeout "${LIMIT:-40}" sh -c "$2" 2>&1 </dev/null)
        check_status=$?
        printf '@check %s %s %s\\n' "$1" "$check_status" "$(printf %s "$check_said" | base64 | tr -d '\\n')"
      }
      tell() { touch "$1"; }
      await() {
        await_left=1200
        until [ -e "$1" ]; do
          await_left=$((await_left - 1))
          if [ "$await_left" -le 0 ]; then echo "nobody made $1" >&2; exit 90; fi
          sleep 0.1
        done
      }
      """;

  private final Map<String, Answer> answers;
  private final Finished run;

  private Checks(Map<String, Answer> answers, Finished run) {
    this.answers = answers;
    this.run = run;
  }

  /// How a checked command ended.
  ///
  /// @param output standard output and error together
  public record Answer(String name, int status, String output) {
    /// Fails the test unless the command succeeded.
    public Answer succeeded() {
      assertThat(status).as(toString()).isZero();
      return this;
    }

    /// Fails the test if the command succeeded.
    public Answer failed() {
      assertThat(status).as(toString()).isNotZero();
      return this;
    }

    /// Fails the test unless the output has each of those texts.
    public Answer says(CharSequence... texts) {
      assertThat(output).as(name).contains(texts);
      return this;
    }

    /// Fails the test if the output has one of those texts.
    public Answer neverSays(CharSequence... texts) {
      assertThat(output).as(name).doesNotContain(texts);
      return this;
    }

    /// Fails the test unless the output is exactly that, white space around it aside.
    public Answer is(String text) {
      assertThat(output.strip()).as(name).isEqualTo(text);
      return this;
    }

    @Override
    public String toString() {
      return "check '%s' ended with %d and said:%n%s".formatted(name, status, output);
    }
  }

  /// A script as it is put into a workspace.
  public static String script(String text) {
    return PREAMBLE + text;
  }

  /// Runs the script in the session that the invocation starts.
  ///
  /// @param run `sandbox run …` up to and without the command
  public static Checks in(Invocation run, Workspace workspace, String text) {
    workspace.file("checks.sh", script(text));
    return of(run.in(workspace.path()).and("--", "bash", "checks.sh").run().expect(0));
  }

  /// Runs the script in a session; at each `tell NAME` of the script, and before the `await` that
  /// usually follows, the test can look at the machine: see {@link Held}.
  public static Held hold(Invocation run, Workspace workspace, String text) {
    workspace.file("checks.sh", script(text));
    return new Held(run.in(workspace.path()).and("--", "bash", "checks.sh").start(), workspace);
  }

  /// Reads the answers from what a script printed.
  public static Checks of(Finished run) {
    Map<String, Answer> answers = new LinkedHashMap<>();
    run.out()
        .lines()
        .filter(line -> line.startsWith(MARK))
        .map(line -> line.split(" ", -1))
        .forEach(words ->
            answers.put(
                words[1], new Answer(words[1], Integer.parseInt(words[2]), decode(words[3]))));
    return new Checks(answers, run);
  }

  private static String decode(String base64) {
    return new String(Base64.getDecoder().decode(base64), StandardCharsets.UTF_8);
  }

  /// The answer of that name.
  public Answer of(String name) {
    Answer answer = answers.get(name);
    if (answer == null) {
      throw new AssertionError("no check '" + name + "' in\n" + run);
    }
    return answer;
  }

  /// All of them, in the order in which they were asked.
  public Iterable<Answer> all() {
    return answers.values();
  }

  /// The names that start so; at least one.
  public Iterable<Answer> startingWith(String prefix) {
    Iterable<Answer> some =
        answers.values().stream().filter(answer -> answer.name().startsWith(prefix)).toList();
    assertThat(some).as("checks named " + prefix + "…").isNotEmpty();
    return some;
  }

  /// The process that ran them.
  public Finished run() {
    return run;
  }
}
