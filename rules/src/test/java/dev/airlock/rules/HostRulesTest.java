package dev.airlock.rules;

import static org.assertj.core.api.Assertions.assertThat;

import dev.airlock.rules.HostDecision.Allowed;
import dev.airlock.rules.HostDecision.Denied;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HostRulesTest {

  static HostRules rules(String... texts) {
    return HostRules.parse(Stream.of(texts).map(text -> new RuleText(text, "--allow")).toList());
  }

  private static HostDecision decide(String rule, String host, int port) {
    return rules(rule).decide(HostTarget.parse(host), port);
  }

  @ParameterizedTest
  @CsvSource({
    "example.org,example.org,443",
    "example.org,EXAMPLE.ORG.,80",
    "Example.ORG.,example.org,80",
    "example.org:8443,example.org,8443",
    "example.org:5432/tcp,example.org,5432",
    "*.example.org,a.example.org,443",
    "**.example.org,a.example.org,443",
    "**.example.org,c.b.a.example.org,443",
    "10.1.2.0/24:8080,10.1.2.255,8080",
    "10.1.2.3,10.1.2.3,443",
    "0.0.0.0/0,1.1.1.1,443",
    "[fd00::/8]:443,[fd12::1],443",
    "[fd00::/8]:443,[FD12:0::1],443",
    "127.0.0.1/32:80,127.0.0.1,80",
    "169.254.169.254,169.254.169.254,80",
  })
  void allows(String rule, String host, int port) {
    assertThat(decide(rule, host, port)).isInstanceOf(Allowed.class);
  }

  @ParameterizedTest
  @CsvSource({
    "example.org,a.example.org,443,host-not-allowed",
    "example.org,example.org.evil.example,443,host-not-allowed",
    "example.org,notexample.org,443,host-not-allowed",
    "example.org,xn--xample-2of.org,443,host-not-allowed",
    "example.org,example.org,22,port-not-allowed",
    "example.org:8443,example.org,443,port-not-allowed",
    "*.example.org,example.org,443,host-not-allowed",
    "*.example.org,b.a.example.org,443,host-not-allowed",
    "*.example.org,aexample.org,443,host-not-allowed",
    "**.example.org,example.org,443,host-not-allowed",
    "**.example.org,badexample.org,443,host-not-allowed",
    "example.org,exаmple.org,443,malformed-host",
    "example.org,10.1.2.3,443,ip-literal",
    "10.1.2.0/24:8080,10.1.3.0,8080,ip-literal",
    "10.1.2.0/24:8080,10.1.2.3,443,port-not-allowed",
    "10.1.2.0/24,167838211,443,ip-literal-spelling",
    "10.1.2.0/24,10.1.515,443,ip-literal-spelling",
    "10.1.2.0/24,[::ffff:10.1.2.3],443,ip-literal-spelling",
    "10.1.2.0/24,0xa.1.2.3,443,ip-literal-spelling",
    "10.1.2.0/24,db.corp.example,443,host-not-allowed",
    "0.0.0.0/0,10.0.0.1,443,ip-literal",
    "0.0.0.0/0,169.254.169.254,80,ip-literal",
    "169.0.0.0/8,169.254.1.1,80,ip-literal",
    "169.254.0.0/16,169.254.169.254,80,ip-literal",
    "[::/0],[::1],443,ip-literal",
    "[::/0],[64:ff9b::a00:1],443,ip-literal",
    "[::/0],10.0.0.1,443,ip-literal",
    "[fe80::/10],[fe80::1%eth0],443,ip-literal-spelling",
  })
  void denies(String rule, String host, int port, String code) {
    assertThat(decide(rule, host, port))
        .isInstanceOfSatisfying(
            Denied.class, denied -> assertThat(denied.reason().code()).isEqualTo(code));
  }

  @Test
  void allowsNothingWithoutRules() {
    assertThat(HostRules.none().decide(HostTarget.parse("example.org"), 443))
        .isInstanceOf(Denied.class);
  }

  @Test
  void namesTheNearestRuleAndTheRemedy() {
    assertThat(decide("*.example.org", "b.a.example.org", 8443))
        .isEqualTo(
            new Denied(
                DenyReason.HOST_NOT_ALLOWED,
                "no rule allows 'b.a.example.org'; '*.example.org' (--allow) covers names with"
                    + " exactly one label before example.org",
                "--allow b.a.example.org:8443"));
    assertThat(decide("example.org", "example.org", 22))
        .isEqualTo(
            new Denied(
                DenyReason.PORT_NOT_ALLOWED,
                "rule 'example.org' (--allow) allows 'example.org' on ports 80 and 443, not on 22",
                "--allow example.org:22"));
  }

  @Test
  void namesTheRuleThatLetsAnyProtocolThroughFirst() {
    var decision =
        rules("example.org:443", "*.org:443", "example.org:443/tcp")
            .decide(HostTarget.parse("example.org"), 443);
    assertThat(decision)
        .isInstanceOfSatisfying(
            Allowed.class, allowed -> assertThat(allowed.by().anyProtocol()).isTrue());
  }

  @ParameterizedTest
  @CsvSource({
    "example.org,1.1.1.1,443,true",
    "example.org,10.1.2.3,443,false",
    "example.org,169.254.169.254,443,false",
    "example.org,::ffff:10.1.2.3,443,false",
    "example.org;10.1.2.0/24,10.1.2.3,443,true",
    "example.org;10.1.2.0/24,10.1.3.3,443,false",
    "example.org:8443;10.1.2.0/24,10.1.2.3,8443,false",
    "example.org:8443;10.1.2.0/24:8443,10.1.2.3,8443,true",
    "example.org;0.0.0.0/0,10.1.2.3,443,false",
  })
  void letsANameLeadToPublicAddressesAndNamedNetworksOnly(
      String rulesText, String address, int port, boolean allowed) {
    HostRules rules = rules(rulesText.split(";"));
    var name = new HostName("example.org");
    var byName = (Allowed) rules.decide(name, port);
    HostDecision decision =
        rules.decideAddress(byName, name, AddressRangesTest.address(address), port);
    assertThat(decision instanceof Allowed).isEqualTo(allowed);
  }

  @Test
  void saysWhichNetworkToName() {
    HostRules rules = rules("db.example.org:5432/tcp");
    var name = new HostName("db.example.org");
    var byName = (Allowed) rules.decide(name, 5432);
    assertThat(rules.decideAddress(byName, name, AddressRangesTest.address("10.1.2.3"), 5432))
        .isEqualTo(
            new Denied(
                DenyReason.ADDRESS_NOT_ALLOWED,
                "'db.example.org' resolves to 10.1.2.3, which is private (RFC 1918)",
                "name its network as well: --allow db.example.org:5432 --allow 10.1.2.3:5432"));
  }

  @Test
  void keepsTheOrderOfTheRules() {
    assertThat(rules("b.example", "a.example").rules())
        .extracting(rule -> rule.source().text())
        .isEqualTo(List.of("b.example", "a.example"));
  }
}
