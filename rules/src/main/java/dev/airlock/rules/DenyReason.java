package dev.airlock.rules;

/// The stable codes of what the rules refuse: they stand in refusals, audit lines and the
/// reference.
public enum DenyReason {
  /// The text is no host in any spelling.
  MALFORMED_HOST("malformed-host"),
  /// No rule covers the name.
  HOST_NOT_ALLOWED("host-not-allowed"),
  /// A rule covers the host, none this port of it.
  PORT_NOT_ALLOWED("port-not-allowed"),
  /// An address instead of a name, in no network that a rule names.
  IP_LITERAL("ip-literal"),
  /// An address in a spelling that only some programs read.
  IP_LITERAL_SPELLING("ip-literal-spelling"),
  /// The name is allowed; what it resolved to is not public and in no network that a rule names.
  ADDRESS_NOT_ALLOWED("address-not-allowed");

  private final String code;

  DenyReason(String code) {
    this.code = code;
  }

  /// The code as scripts see it: lower case words joined by hyphens.
  public String code() {
    return code;
  }
}
