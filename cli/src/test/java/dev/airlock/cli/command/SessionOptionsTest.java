package dev.airlock.cli.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.airlock.cli.Problem;
import dev.airlock.cli.UsageException;
import dev.airlock.cli.session.BrokerPlacement;
import dev.airlock.cli.session.DockerChoice;
import dev.airlock.cli.session.SessionRequest;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;

class SessionOptionsTest {
  private static SessionRequest request(String... words) {
    return request(CommandWords.split(List.of(words)));
  }

  /// What `sandbox run` makes of these words.
  static SessionRequest request(CommandWords cut) {
    SessionOptions options = new SessionOptions();
    HeldOptions held = new HeldOptions();
    CommandLine line = new CommandLine(options);
    line.getCommandSpec().addMixin("held", CommandSpec.forAnnotatedObject(held));
    line.parseArgs(cut.ours().toArray(String[]::new));
    return options.toRequest(cut, held);
  }

  private static List<String> problems(String... words) {
    return catchThrowableOfType(UsageException.class, () -> request(words)).problems().stream()
        .map(Problem::message)
        .toList();
  }

  private static DockerChoice broker(BrokerPlacement placement) {
    return new DockerChoice.Broker(placement, List.of());
  }

  @Test
  void givesNoDockerAndNoAirlockUnlessAsked() {
    SessionRequest request = request("--", "true");

    assertThat(request.docker()).isEqualTo(new DockerChoice.None());
    assertThat(request.airlock()).isFalse();
    assertThat(request.workspace()).isEqualTo(Path.of("").toAbsolutePath());
    assertThat(request.limits().memoryBytes()).isEqualTo(8L << 30);
  }

  @Test
  void takesNothingAfterTheTwoHyphensForAnOptionOfOurs() {
    SessionRequest request = request("--dind", "--", "make", "--enable-airlock", "--", "--dind=no");

    assertThat(request.command()).containsExactly("make", "--enable-airlock", "--", "--dind=no");
    assertThat(request.docker()).isEqualTo(broker(BrokerPlacement.AUTOMATIC));
    assertThat(request.airlock()).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"--dind", "--dind=broker"})
  void givesADockerBehindTheBroker(String mode) {
    assertThat(request(mode, "--", "true").docker()).isEqualTo(broker(BrokerPlacement.AUTOMATIC));
  }

  @ParameterizedTest
  @ValueSource(strings = {"rootful", "inside", "socket"})
  void neverTakesAnotherModeForTheBroker(String mode) {
    assertThat(problems("--dind=" + mode, "--", "true"))
        .containsExactly("'--dind=" + mode + "' is not supported yet");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"-d", "--publish=80:80", "--agent=a", "--no-harden", "--i-know-this-is-an-escape"})
  void refusesWhatItCannotDoYetInsteadOfLeavingItOut(String option) {
    assertThat(problems(option, "--", "true"))
        .singleElement()
        .asString()
        .contains("is not supported yet");
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '"',
      value = {
        "--allow example.org, '--allow' without '--enable-airlock' would restrict nothing",
        "--allow-image x, '--allow-image' without '--dind' has no effect",
        "--broker sidecar, '--broker' without '--dind' has no effect",
        "--audit a.jsonl, '--audit' has nothing to record"
      })
  void refusesAnOptionThatWouldDoNothing(String option, String problem) {
    String[] pair = option.split(" ", -1);

    assertThat(problems(pair[0], pair[1], "--", "true"))
        .singleElement()
        .asString()
        .isEqualTo(problem);
  }

  @Test
  void keepsTheBrokerOutOfTheLaunchersProcessInAnAirlock() {
    assertThat(problems("--dind", "--enable-airlock", "--broker=embedded", "--", "true"))
        .containsExactly("'--broker=embedded' does not go with '--enable-airlock'");
    assertThat(request("--dind", "--broker=embedded", "--", "true").docker())
        .isEqualTo(broker(BrokerPlacement.EMBEDDED));
    assertThat(request("--dind", "--enable-airlock", "--broker=sidecar", "--", "true").docker())
        .isEqualTo(broker(BrokerPlacement.SIDECAR));
  }

  @ParameterizedTest
  @CsvSource({"6m, 6291456", "512M, 536870912", "2g, 2147483648", "6291456, 6291456"})
  void readsSizes(String written, long bytes) {
    assertThat(request("--memory", written, "--", "true").limits().memoryBytes()).isEqualTo(bytes);
  }

  @ParameterizedTest
  @ValueSource(strings = {"5m", "0", "-1g", "1t", "1.5g", " 1g", ""})
  void refusesSizesTheEngineWouldNotTakeOrRead(String written) {
    assertThat(problems("--memory", written, "--", "true"))
        .singleElement()
        .asString()
        .startsWith("memory size '");
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "0.0", "-1", "1.2345", "two"})
  void refusesNumbersOfProcessors(String written) {
    assertThat(problems("--cpus", written, "--", "true"))
        .containsExactly("number of processors '" + written + "' is not valid");
  }

  @ParameterizedTest
  @ValueSource(strings = {"-a", "a b", "ä", ".a", "a\nb"})
  void refusesSessionNamesThatDoNotFitALabel(String name) {
    assertThat(problems("--name=" + name, "--", "true"))
        .singleElement()
        .asString()
        .startsWith("session name '");
  }

  @Test
  void limitsTheLengthOfASessionsName() {
    assertThat(request("--name", "a".repeat(63), "--", "true").name()).hasSize(63);
    assertThat(problems("--name", "a".repeat(64), "--", "true")).hasSize(1);
  }
}
