package dev.airlock.rules;

import static org.assertj.core.api.Assertions.assertThat;

import dev.airlock.rules.HostDecision.Allowed;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/// Seeded: a failure prints the seed, which repeats it.
class HostRulesPropertyTest {
  private static final int TRIALS = 3_000;
  private static final List<String> LABELS = List.of("a", "b", "example", "org", "xn--a", "10");
  private static final List<String> ADDRESSES =
      List.of("10.1.2.3", "1.1.1.1", "169.254.169.254", "[fd00::1]", "[::1]", "[2a00::1]");
  private static final List<String> NETWORKS =
      List.of("10.0.0.0/8", "10.1.2.3", "0.0.0.0/0", "169.254.0.0/16", "[fd00::/8]", "[::/0]");
  private static final List<String> PORTS =
      List.of("", ":443", ":80", ":22", ":22/tcp", ":443/tcp");

  private final long seed = System.nanoTime();
  private final Random random = new Random(seed);

  @Test
  void removingAnAllowRuleNeverAllowsMore() {
    for (int trial = 0; trial < TRIALS; trial++) {
      List<AllowRule> all = someRules();
      var fewer = new ArrayList<>(all);
      AllowRule removed = fewer.remove(random.nextInt(fewer.size()));
      HostTarget host = someHost();
      int port = List.of(443, 80, 22, 8443).get(random.nextInt(4));
      var with = new HostRules(all).decide(host, port);
      var without = new HostRules(fewer).decide(host, port);
      assertThat(strength(with))
          .as("seed %d: %s on %d, all %s, removed %s", seed, host, port, all, removed)
          .isGreaterThanOrEqualTo(strength(without));
    }
  }

  @Test
  void removingAnAllowRuleNeverAllowsMoreAddresses() {
    for (int trial = 0; trial < TRIALS; trial++) {
      List<AllowRule> all = someRules();
      var fewer = new ArrayList<>(all);
      AllowRule removed = fewer.remove(random.nextInt(fewer.size()));
      var name = new HostName("a.example.org");
      var byName = new Allowed(removed);
      var address = AddressRangesTest.address(one(ADDRESSES));
      var with = new HostRules(all).decideAddress(byName, name, address, 443);
      var without = new HostRules(fewer).decideAddress(byName, name, address, 443);
      assertThat(strength(with)).as("seed %d", seed).isGreaterThanOrEqualTo(strength(without));
    }
  }

  @Test
  void theOrderOfRulesNeverChangesWhatIsAllowed() {
    for (int trial = 0; trial < TRIALS; trial++) {
      List<AllowRule> rules = someRules();
      HostTarget host = someHost();
      var decision = new HostRules(rules).decide(host, 443);
      var reversed = new HostRules(rules.reversed()).decide(host, 443);
      assertThat(strength(decision)).as("seed %d", seed).isEqualTo(strength(reversed));
    }
  }

  @Test
  void readingACanonicalHostAgainGivesTheSameHost() {
    for (int trial = 0; trial < TRIALS; trial++) {
      HostTarget host = someHost();
      assertThat(HostTarget.parse(host.toString())).as("seed %d", seed).isEqualTo(host);
    }
  }

  private static int strength(HostDecision decision) {
    return decision instanceof Allowed(AllowRule by) ? by.anyProtocol() ? 2 : 1 : 0;
  }

  private List<AllowRule> someRules() {
    var rules = new ArrayList<AllowRule>();
    int count = 1 + random.nextInt(5);
    while (rules.size() < count) {
      String host =
          random.nextInt(3) == 0 ? one(NETWORKS) : one(List.of("", "*.", "**.")) + someName();
      rules.add(AllowRule.parse(new RuleText(host + one(PORTS), "--allow")));
    }
    return rules;
  }

  private HostTarget someHost() {
    return HostTarget.parse(random.nextInt(3) == 0 ? one(ADDRESSES) : someName());
  }

  private String someName() {
    var name = new StringBuilder();
    for (int i = random.nextInt(3); i > 0; i--) {
      name.append(one(LABELS)).append('.');
    }
    return name.append(one(List.of("example", "org"))).toString();
  }

  private String one(List<String> list) {
    return list.get(random.nextInt(list.size()));
  }
}
