package dev.airlock.egress.tls;

/// The fatal alerts (RFC 8446 6) that end a tunnel whose ClientHello was refused, so that clients
/// name a cause and not just an end of file.
public enum TlsAlert {
  DECODE_ERROR(50),
  ACCESS_DENIED(49),
  UNRECOGNIZED_NAME(112);

  private static final byte CONTENT_ALERT = 21;
  private static final byte LEVEL_FATAL = 2;

  private final byte description;

  TlsAlert(int description) {
    this.description = (byte) description;
  }

  /// The record, in the clear as alerts before the ServerHello are.
  public byte[] record() {
    return new byte[] {CONTENT_ALERT, 3, 3, 0, 2, LEVEL_FATAL, description};
  }
}
