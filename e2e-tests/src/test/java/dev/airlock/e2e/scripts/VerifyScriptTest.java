package dev.airlock.e2e.scripts;

import static org.assertj.core.api.Assertions.assertThat;

import dev.airlock.e2e.scripts.Checkout.Ended;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// `./verify`: ends with the counts, and with another status than 0 whenever something is wrong.
class VerifyScriptTest {
  @TempDir private Path folder;

  /// A Maven that leaves a report with these counts in each of two modules, and ends so.
  private Checkout maven(int tests, int failures, int errors, int skipped, int status)
      throws Exception {
    Checkout checkout =
        Checkout.in(folder)
            .maven(
                """
                for module in cli http1; do
                  mkdir -p "$ROOT/$module/target/surefire-reports"
                  printf '<?xml version="1.0"?>\\n<testsuite name="X" time="1" tests="%d" errors="%d" skipped="%d" failures="%d">\\n' \
                    >"$ROOT/$module/target/surefire-reports/TEST-X.xml"
                done
                exit %d\
                """
                    .formatted(tests, errors, skipped, failures, status));
    checkout.jdk("jdk", "25");
    return checkout;
  }

  @Test
  void countsTheTestsOfAllModules() throws Exception {
    ends(maven(5, 0, 0, 1, 0).run("verify"), 0, "8 passed, 0 failed, 2 skipped");
  }

  @Test
  void failsWithAFailedTest() throws Exception {
    ends(maven(5, 1, 0, 0, 1).run("verify"), 1, "8 passed, 2 failed, 0 skipped");
  }

  @Test
  void failsWithATestInErrorEvenIfMavenDoesNot() throws Exception {
    ends(maven(5, 0, 1, 0, 0).run("verify"), 1, "8 passed, 2 failed, 0 skipped");
  }

  @Test
  void failsWithABuildThatFailsOutsideTheTests() throws Exception {
    Ended ended = maven(5, 0, 0, 0, 1).run("verify");

    ends(ended, 1, "10 passed, 0 failed, 0 skipped");
    assertThat(ended.err()).contains("verify: error: the build failed outside the tests");
  }

  @Test
  void failsWhereNoTestRanAndCountsNoReportOfBefore() throws Exception {
    Checkout checkout = maven(5, 0, 0, 0, 0);
    checkout.run("verify");
    Ended ended = checkout.maven("exit 0").run("verify");

    ends(ended, 1, "0 passed, 0 failed, 0 skipped");
    assertThat(ended.err()).contains("verify: error: no test ran");
  }

  @Test
  void failsInCiWithASkippedTest() throws Exception {
    Checkout checkout = maven(5, 0, 0, 1, 0).set("CI", "true");
    Ended ended = checkout.run("verify");

    ends(ended, 1, "8 passed, 0 failed, 2 skipped");
    assertThat(ended.err()).contains("verify: error: in CI no test may be skipped");
  }

  @Test
  void refusesAnUnknownArgumentAndBuildsNothing() throws Exception {
    Checkout checkout = maven(5, 0, 0, 0, 0);
    Ended ended = checkout.run("verify", "--bogus");

    assertThat(ended.status()).isEqualTo(2);
    assertThat(ended.err())
        .contains("verify: error: unknown argument '--bogus'", "usage: ./verify");
    assertThat(checkout.mavenCalls()).isEmpty();
    assertThat(checkout.run("verify", "--help").out()).startsWith("usage: ./verify");
  }

  @Test
  void saysWhatToInstall() throws Exception {
    Checkout checkout = Checkout.in(folder);

    assertThat(checkout.run("verify"))
        .satisfies(ended -> assertThat(ended.status()).isEqualTo(1))
        .satisfies(ended -> assertThat(ended.err()).contains("sandbox: error: no JDK 25 found"));
    checkout.jdk("jdk", "25");
    assertThat(checkout.run("verify"))
        .satisfies(ended -> assertThat(ended.status()).isEqualTo(1))
        .satisfies(ended -> assertThat(ended.err()).contains("'mvn' is not on PATH"));
  }

  private static void ends(Ended ended, int status, String counts) {
    assertThat(ended.status()).as(ended.toString()).isEqualTo(status);
    assertThat(ended.lastLine()).isEqualTo(counts);
  }
}
