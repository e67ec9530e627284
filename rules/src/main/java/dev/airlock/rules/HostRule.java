package dev.airlock.rules;

import static java.util.Objects.requireNonNull;

import java.util.List;

/// Allows the names of a pattern on some ports. It says nothing about addresses: what the name
/// resolves to must be public, or in a network that a [NetworkRule] names.
public record HostRule(HostPattern pattern, Ports ports, boolean anyProtocol, RuleText source)
    implements AllowRule {
  public HostRule {
    requireNonNull(pattern, "pattern is null");
    requireNonNull(ports, "ports is null");
    requireNonNull(source, "source is null");
  }

  /// As the command line takes it.
  ///
  /// @throws RuleException if it is no rule, or one that names a network
  public static HostRule parse(String text) {
    var source = new RuleText(text, "--allow");
    if (AllowRule.parse(source) instanceof HostRule rule) {
      return rule;
    }
    throw new RuleException(
        List.of(new RuleProblem(source, "it names a network", "write a host name")));
  }
}
