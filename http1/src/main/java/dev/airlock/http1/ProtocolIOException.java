package dev.airlock.http1;

import java.io.IOException;

/// A [ProtocolException] met while reading a body, where an [java.io.InputStream] lets only
/// [IOException] pass.
public final class ProtocolIOException extends IOException {
  private static final long serialVersionUID = 1L;

  private final ProtocolException violation;

  public ProtocolIOException(ProtocolException cause) {
    super(cause.getMessage(), cause);
    this.violation = cause;
  }

  /// What went wrong, as a head would have reported it.
  public ProtocolException protocolException() {
    return violation;
  }

  public String code() {
    return violation.code();
  }
}
