package dev.airlock.rules;

/// One entry of an allowlist: a host pattern or a network, with its ports.
///
/// Immutable.
public sealed interface AllowRule permits HostRule, NetworkRule {

  /// As it was written, and where.
  RuleText source();

  Ports ports();

  /// Whether a tunnel may carry what is not TLS (`:port/tcp`).
  boolean anyProtocol();

  /// Reads `host`, `*.host`, `**.host`, `ADDRESS`, `ADDRESS/LENGTH` or the last two in brackets
  /// (IPv6), each with `:port` or `:port/tcp` after it or without.
  ///
  /// @throws RuleException that says what is wrong and what to write instead
  static AllowRule parse(RuleText text) {
    return new RuleParser(text).parse();
  }
}
