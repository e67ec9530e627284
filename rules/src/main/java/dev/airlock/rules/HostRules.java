package dev.airlock.rules;

import dev.airlock.rules.HostDecision.Allowed;
import dev.airlock.rules.HostDecision.Denied;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/// An allowlist and the decision on it: what no rule names is refused.
///
/// The order of the rules decides nothing but which of two that allow the same is named: the first,
/// but one that lets any protocol through (`/tcp`) before one that does not. So a rule more never
/// allows less.
///
/// Immutable.
public record HostRules(List<AllowRule> rules) {
  public HostRules {
    rules = List.copyOf(rules);
  }

  /// Allows nothing.
  public static HostRules none() {
    return new HostRules(List.of());
  }

  /// Reads all rules.
  ///
  /// @throws RuleException with the problems of all rules
  public static HostRules parse(List<RuleText> texts) {
    var rules = new ArrayList<AllowRule>();
    var problems = new ArrayList<RuleProblem>();
    for (RuleText text : texts) {
      try {
        rules.add(AllowRule.parse(text));
      } catch (RuleException e) {
        problems.addAll(e.problems());
      }
    }
    if (!problems.isEmpty()) {
      throw new RuleException(problems);
    }
    return new HostRules(rules);
  }

  /// Decides on the host as the client named it, before any name is resolved.
  public HostDecision decide(HostTarget host, int port) {
    return switch (host) {
      case HostName name -> decideName(name, port);
      case IpLiteral literal -> decideLiteral(literal, port);
      case MalformedHost(String detail) ->
          new Denied(DenyReason.MALFORMED_HOST, detail, "send a host name");
    };
  }

  /// Decides on one address that a name allowed by `byName` resolved to.
  public HostDecision decideAddress(Allowed byName, HostName name, InetAddress address, int port) {
    Optional<SpecialRange> special = AddressRanges.forbidden(address);
    boolean allowed =
        special.isEmpty()
            || best(networksWith(address), rule -> rule.ports().contains(port)).isPresent();
    if (allowed) {
      return byName;
    }
    String text = Network.print(address);
    return new Denied(
        DenyReason.ADDRESS_NOT_ALLOWED,
        "'" + name + "' resolves to " + text + ", which is " + special.orElseThrow().what(),
        special.orElseThrow().openable()
            ? "name its network as well: --allow "
                + name
                + portSuffix(port)
                + " --allow "
                + ruleFor(address, port)
            : "no rule can open such an address");
  }

  private HostDecision decideName(HostName name, int port) {
    List<AllowRule> matching = with(HostRule.class, rule -> rule.pattern().matches(name));
    Optional<AllowRule> rule = best(matching, candidate -> candidate.ports().contains(port));
    if (rule.isPresent()) {
      return new Allowed(rule.get());
    }
    String remedy = "--allow " + name + portSuffix(port);
    if (!matching.isEmpty()) {
      return wrongPort("'" + name + "'", port, matching.getFirst(), remedy);
    }
    return new Denied(
        DenyReason.HOST_NOT_ALLOWED, "no rule allows '" + name + "'" + nearest(name), remedy);
  }

  private HostDecision decideLiteral(IpLiteral literal, int port) {
    String remedy = "--allow " + ruleFor(literal.address(), port);
    if (literal.spelling() != IpLiteral.Spelling.CANONICAL) {
      return new Denied(
          DenyReason.IP_LITERAL_SPELLING,
          "the host is " + literal + " written as " + literal.spelling().description(),
          "use a host name");
    }
    List<AllowRule> matching = networksWith(literal.address());
    Optional<AllowRule> rule = best(matching, candidate -> candidate.ports().contains(port));
    if (rule.isPresent()) {
      return new Allowed(rule.get());
    }
    if (!matching.isEmpty()) {
      return wrongPort(literal.toString(), port, matching.getFirst(), remedy);
    }
    return new Denied(
        DenyReason.IP_LITERAL,
        "the host is the address " + literal + rangeOf(literal.address()),
        isOpenable(literal.address())
            ? "use a host name, or name the network: " + remedy
            : "use a host name: no rule can open such an address");
  }

  private static boolean isOpenable(InetAddress address) {
    return AddressRanges.forbidden(address).map(SpecialRange::openable).orElse(true);
  }

  private static Denied wrongPort(String host, int port, AllowRule near, String remedy) {
    return new Denied(
        DenyReason.PORT_NOT_ALLOWED,
        "rule " + near.source() + " allows " + host + " on " + near.ports() + ", not on " + port,
        remedy);
  }

  private List<AllowRule> networksWith(InetAddress address) {
    return with(NetworkRule.class, rule -> rule.covers(address));
  }

  private <T extends AllowRule> List<AllowRule> with(Class<T> kind, Predicate<T> condition) {
    return rules.stream()
        .filter(kind::isInstance)
        .map(kind::cast)
        .filter(condition)
        .map(AllowRule.class::cast)
        .toList();
  }

  private static Optional<AllowRule> best(List<AllowRule> rules, Predicate<AllowRule> condition) {
    // min is stable: of equals it gives the first.
    return rules.stream().filter(condition).min(Comparator.comparing(rule -> !rule.anyProtocol()));
  }

  private String nearest(HostName name) {
    return rules.stream()
        .filter(HostRule.class::isInstance)
        .map(HostRule.class::cast)
        .filter(rule -> related(name, rule.pattern().base()))
        .max(Comparator.comparingInt(rule -> rule.pattern().base().labels().size()))
        .map(rule -> "; " + rule.source() + " covers " + rule.pattern().description())
        .orElse("");
  }

  private static boolean related(HostName name, HostName base) {
    return base.labels().size() > 1 && (name.isWithin(base) || base.isWithin(name));
  }

  private static String rangeOf(InetAddress address) {
    return AddressRanges.forbidden(address).map(range -> ", " + range.what()).orElse("");
  }

  private static String ruleFor(InetAddress address, int port) {
    String text = Network.print(address);
    return (Network.bits(address) == 128 ? "[" + text + "]" : text) + portSuffix(port);
  }

  private static String portSuffix(int port) {
    return Ports.WEB.contains(port) ? "" : ":" + port;
  }
}
