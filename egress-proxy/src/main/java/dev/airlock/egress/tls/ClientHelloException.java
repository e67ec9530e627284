package dev.airlock.egress.tls;

/// The first bytes of a tunnel are no ClientHello that can be judged.
public final class ClientHelloException extends Exception {
  private static final long serialVersionUID = 1L;

  /// Which kind of first bytes these are.
  public enum Kind {
    /// Another protocol.
    NOT_TLS,
    /// Another protocol, beginning with a letter: perhaps HTTP in the clear.
    TEXT,
    /// TLS records without a well-formed ClientHello.
    MALFORMED,
    /// More than [ClientHelloReader#MAX_BYTES].
    TOO_LARGE
  }

  private final Kind kind;

  public ClientHelloException(Kind kind, String detail) {
    super(detail);
    this.kind = kind;
  }

  public Kind kind() {
    return kind;
  }
}
