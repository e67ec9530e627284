package dev.airlock.rules;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AllowRuleTest {

  private static AllowRule rule(String text) {
    return AllowRule.parse(new RuleText(text, "--allow"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "example.org",
        "EXAMPLE.org.",
        "localhost:1",
        "*.example.org",
        "**.example.org:65535",
        "example.org:5432/tcp",
        "xn--bcher-kva.example",
        "my_service",
        "10.1.2.0/24",
        "10.1.2.0/24:8080",
        "10.1.2.3",
        "10.1.2.3:5432/tcp",
        "127.0.0.1/32:80",
        "169.254.169.254:80",
        "0.0.0.0/0",
        "[fd00::/8]:443",
        "[fd00::1]",
        "[::1]:8080/tcp",
        "[::/0]",
      })
  void accepts(String text) {
    assertThat(rule(text).source().text()).isEqualTo(text);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "''|the rule is empty",
        "https://example.org/|no URL",
        "example.org/path|is no address",
        "example.org/tcp|is no address",
        "example.org 443|space or a comma",
        "a.example,b.example|space or a comma",
        "me@example.org|user information",
        "example.org:|port '' is not a number",
        "example.org:0|port '0' is not a number",
        "example.org:65536|port '65536' is not a number",
        "example.org:0443|port '0443' is not a number",
        "example.org:80-90|port '80-90' is not a number",
        "example.org:https|port 'https' is not a number",
        "example.org:443/udp|port '443/udp' is not a number",
        "example.org:80:90|more than one colon",
        "fd00::/8|more than one colon",
        "*|wildcard stands only as the first label",
        "**|wildcard stands only as the first label",
        "*:443|wildcard stands only as the first label",
        "foo.*.org|wildcard stands only as the first label",
        "*foo.org|wildcard stands only as the first label",
        "*.*.example.org|wildcard stands only as the first label",
        "***.example.org|wildcard stands only as the first label",
        "*.10.0.0.1|wildcard before the address",
        "*.|the host is empty",
        ".example.org|empty label",
        "bücher.example|write xn--bcher-kva.example",
        "exa%6dple.org|which no host name has",
        "10.1.2.3/24|write 10.1.2.0/24",
        "10.1.2.0/33|length '33' is not a number from 0 to 32",
        "10.1.2.0/|length '' is not a number",
        "10.1.2.0/024|length '024' is not a number",
        "10.1.2/24|write 10.1.0.2",
        "0x7f.1|write 127.0.0.1",
        "2130706433:80|write 127.0.0.1",
        "256.0.0.1|is no address",
        "[::ffff:10.0.0.1]|write 10.0.0.1",
        "[10.0.0.0/8]|without brackets",
        "[fd00::]/8:443|length inside the brackets",
        "[fd00::/8|bracket is not closed",
        "[fe80::1%eth0]|zone",
        "[64:ff9b::/96]|no rule can open",
        "[2002::/16]|no rule can open",
        "[ff02::1]|no rule can open",
        "224.0.0.0/4|no rule can open",
        "0.0.0.0|no rule can open",
      })
  void refusesWithWhatIsWrong(String text, String problem) {
    assertThatThrownBy(() -> rule(text))
        .isInstanceOf(RuleException.class)
        .hasMessageStartingWith("--allow '")
        .hasMessageContaining(problem);
  }

  @Test
  void reportsTheProblemsOfAllRulesAtOnce() {
    assertThatExceptionOfType(RuleException.class)
        .isThrownBy(() ->
            HostRules.parse(
                List.of(
                    new RuleText("*", "--allow"),
                    new RuleText("example.org", "--allow"),
                    new RuleText("a b", "policy.json: allow[1]"))))
        .satisfies(e ->
            assertThat(e.problems())
                .extracting(problem -> problem.rule().origin())
                .containsExactly("--allow", "policy.json: allow[1]"));
  }

  @Test
  void readsAHostRuleAlone() {
    assertThat(HostRule.parse("*.example.org:8443").ports().numbers()).containsExactly(8443);
    assertThatThrownBy(() -> HostRule.parse("10.0.0.0/8")).isInstanceOf(RuleException.class);
  }
}
