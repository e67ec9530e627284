package dev.airlock.rules;

/// What a client named as the host of a connection, read once and in full: every later step uses
/// this value and never the text again.
///
/// Immutable.
public sealed interface HostTarget permits HostName, IpLiteral, MalformedHost {

  /// Reads the host of a request target or `Host` field, without its port, IPv6 with or without
  /// brackets. Never fails: what is no host becomes a [MalformedHost] that says why.
  static HostTarget parse(String host) {
    if (host.isEmpty()) {
      return new MalformedHost("the host is empty");
    }
    if (host.startsWith("[") || host.indexOf(':') >= 0) {
      return IpLiteral.parseV6(host);
    }
    if (HostName.endsInNumber(host)) {
      return IpLiteral.parseV4(host);
    }
    return HostName.parse(host);
  }
}
