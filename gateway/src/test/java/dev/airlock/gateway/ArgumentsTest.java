package dev.airlock.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

class ArgumentsTest {
  private static final List<Flag> FLAGS =
      List.of(Flag.once("--one", "N", "once"), Flag.many("--many", "N", "many"));

  private static Arguments parse(String... words) {
    return Arguments.parse(List.of(words), FLAGS);
  }

  private static List<String> problems(String... words) {
    return parse(words).problems().all().stream().map(Problems.Problem::message).toList();
  }

  @Test
  void readsBothSpellings() {
    Arguments arguments = parse("--one", "1", "--many=2", "--many", "3");

    assertThat(arguments.one("--one")).contains("1");
    assertThat(arguments.all("--many")).containsExactly("2", "3");
    assertThat(arguments.problems().all()).isEmpty();
  }

  @Test
  void takesAValueThatLooksLikeAFlag() {
    assertThat(parse("--one", "--many").one("--one")).contains("--many");
  }

  @Test
  void refusesWhatIsUnknownAndNamesTheNearest() {
    assertThat(parse("--on", "1").problems().all())
        .singleElement()
        .satisfies(problem -> {
          assertThat(problem.message()).isEqualTo("unknown flag '--on'");
          assertThat(problem.hint()).isEqualTo("did you mean '--one'?");
        });
  }

  @Test
  void reportsAllProblemsAtOnce() {
    assertThat(problems("word", "--one", "1", "--one=2", "--bogus", "--one"))
        .containsExactly(
            "unexpected argument 'word'",
            "'--one' is given twice",
            "unknown flag '--bogus'",
            "'--one' has no value");
  }

  @Test
  void refusesAFlagWithoutItsValue() {
    assertThat(problems("--one")).containsExactly("'--one' has no value");
  }

  @Test
  void notesWhatAReaderSaysIsWrong() {
    Arguments arguments = parse("--one", "x", "--many", "file");

    assertThat(arguments.one("--one", Integer::valueOf)).isEmpty();
    assertThat(
            arguments.all(
                "--many",
                text -> {
                  throw new IOException("no such " + text);
                }))
        .isEmpty();
    assertThat(arguments.problems().all())
        .extracting(Problems.Problem::message)
        .containsExactly(
            "'--one': For input string: \"x\"", "'--many file' cannot be read: no such file");
  }
}
