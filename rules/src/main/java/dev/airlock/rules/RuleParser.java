package dev.airlock.rules;

import java.net.IDN;
import java.net.InetAddress;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Reads one rule; knows the mistakes people make and says what to write instead.
final class RuleParser {
  private static final int MAX_PORT = 65_535;

  private final RuleText source;

  RuleParser(RuleText source) {
    this.source = source;
  }

  AllowRule parse() {
    String text = source.text();
    requireOneHost(text);
    int end = endOfHost(text);
    String host = text.substring(0, end);
    String rest = text.substring(end);
    boolean anyProtocol = rest.endsWith("/tcp");
    Ports ports = ports(anyProtocol ? rest.substring(0, rest.length() - "/tcp".length()) : rest);
    return host.indexOf('/') >= 0 || host.startsWith("[")
        ? new NetworkRule(network(host), ports, anyProtocol, source)
        : hostOrAddress(host, ports, anyProtocol);
  }

  private void requireOneHost(String text) {
    if (text.isEmpty()) {
      throw problem("the rule is empty", "write a host, as in example.org or *.example.org:8443");
    }
    if (text.contains("://")) {
      throw problem("a rule is no URL", "write the host without the scheme, as in example.org:443");
    }
    if (text.chars().anyMatch(c -> c <= ' ' || c == ',')) {
      throw problem("it contains a space or a comma", "write one host to a rule");
    }
    if (text.indexOf('@') >= 0) {
      throw problem("it contains '@'", "write the host without user information");
    }
  }

  /// Where the host ends and `:port` begins.
  private int endOfHost(String text) {
    if (text.startsWith("[")) {
      int bracket = text.indexOf(']');
      if (bracket < 0) {
        throw problem("the bracket is not closed", "write an IPv6 network as in [fd00::/8]:443");
      }
      return bracket + 1;
    }
    int colon = text.indexOf(':');
    if (colon != text.lastIndexOf(':')) {
      throw problem(
          "it has more than one colon", "write an IPv6 network in brackets, as in [fd00::/8]:443");
    }
    return colon < 0 ? text.length() : colon;
  }

  private Ports ports(String rest) {
    if (rest.isEmpty()) {
      return Ports.WEB;
    }
    if (!rest.startsWith(":")) {
      throw problem(
          "text follows the bracket", "write the length inside the brackets, as in [fd00::/8]:443");
    }
    String port = rest.substring(1);
    boolean digits = !port.isEmpty() && port.chars().allMatch(c -> c >= '0' && c <= '9');
    if (!digits || port.length() > 5 || port.startsWith("0") || Integer.parseInt(port) > MAX_PORT) {
      throw problem(
          "the port " + Printable.quote(port) + " is not a number from 1 to 65535",
          "write one port, as in example.org:8443 or example.org:5432/tcp");
    }
    return new Ports(Set.of(Integer.parseInt(port)));
  }

  private Network network(String host) {
    boolean bracketed = host.startsWith("[");
    String inner = bracketed ? host.substring(1, host.length() - 1) : host;
    int slash = inner.indexOf('/');
    String addressText = slash < 0 ? inner : inner.substring(0, slash);
    InetAddress address = address(addressText, bracketed);
    int bits = Network.bits(address);
    int prefix = slash < 0 ? bits : prefix(inner.substring(slash + 1), bits);
    InetAddress base = Network.masked(address, prefix);
    if (!base.equals(address)) {
      throw problem(
          "the address has bits set after the /" + prefix,
          "write " + Network.print(base) + "/" + prefix);
    }
    return openable(new Network(base, prefix));
  }

  private InetAddress address(String text, boolean bracketed) {
    HostTarget target = HostTarget.parse(text);
    if (!(target instanceof IpLiteral literal)) {
      throw problem(
          Printable.quote(text) + " is no address",
          "write a network as in 10.1.2.0/24:8080, or a host without a path");
    }
    if (literal.spelling() != IpLiteral.Spelling.CANONICAL) {
      throw problem(
          Printable.quote(text) + " is " + literal.spelling().description(), "write " + literal);
    }
    boolean v6 = Network.bits(literal.address()) == 128;
    if (v6 != bracketed) {
      throw problem(
          v6 ? "an IPv6 network stands in brackets" : "an IPv4 network stands without brackets",
          "write " + (v6 ? "[" + source.text() + "]" : source.text().replaceAll("[\\[\\]]", "")));
    }
    return literal.address();
  }

  private int prefix(String text, int bits) {
    boolean digits = text.matches("[0-9]{1,3}") && (text.length() == 1 || !text.startsWith("0"));
    if (!digits || Integer.parseInt(text) > bits) {
      throw problem(
          "the length " + Printable.quote(text) + " is not a number from 0 to " + bits,
          "write a network as in 10.1.2.0/24:8080 or [fd00::/8]:443");
    }
    return Integer.parseInt(text);
  }

  private Network openable(Network network) {
    Optional<SpecialRange> closed =
        AddressRanges.forbidden(network.base())
            .filter(range -> !range.openable() && network.isWithin(range.network()));
    if (closed.isPresent()) {
      throw problem(
          network + " is " + closed.get().what() + ", which no rule can open",
          "name the network that the traffic is for");
    }
    return network;
  }

  private AllowRule hostOrAddress(String host, Ports ports, boolean anyProtocol) {
    if (HostName.endsInNumber(host) && host.indexOf('*') < 0) {
      return new NetworkRule(network(host), ports, anyProtocol, source);
    }
    return new HostRule(pattern(host), ports, anyProtocol, source);
  }

  private HostPattern pattern(String host) {
    if (host.startsWith("**.")) {
      return new HostPattern.AnyLabels(name(host.substring(3)));
    }
    if (host.startsWith("*.")) {
      return new HostPattern.OneLabel(name(host.substring(2)));
    }
    return new HostPattern.Exact(name(host));
  }

  private HostName name(String text) {
    if (text.indexOf('*') >= 0) {
      throw problem(
          "a wildcard stands only as the first label",
          "write *.example.org (one label) or **.example.org (one or more)");
    }
    return switch (HostTarget.parse(text)) {
      case HostName name -> name;
      case IpLiteral literal ->
          throw problem("a wildcard before the address " + literal, "write a network");
      case MalformedHost(String detail) -> throw problem(detail, remedyForName(text));
    };
  }

  private static String remedyForName(String text) {
    if (text.chars().allMatch(c -> c < 0x80)) {
      return "write a host, as in example.org or *.example.org:8443";
    }
    try {
      return "write " + IDN.toASCII(text);
    } catch (IllegalArgumentException e) {
      return "write its A-labels (xn--…)";
    }
  }

  private RuleException problem(String problem, String remedy) {
    return new RuleException(List.of(new RuleProblem(source, problem, remedy)));
  }
}
