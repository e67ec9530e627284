package dev.airlock.http1;

import static java.util.Objects.requireNonNull;

/// A message that breaks the protocol: answer with [#status()], then close the connection.
///
/// The message says what is wrong and where, and never holds a byte of the peer's: a byte appears
/// as its hexadecimal value only.
public final class ProtocolException extends Exception {
  private static final long serialVersionUID = 1L;

  private final Violation violation;
  private final String detail;

  /// Says what is wrong.
  ///
  /// @param detail what is wrong, without bytes of the message
  public ProtocolException(Violation violation, String detail) {
    super(requireNonNull(detail, "detail is null"));
    this.detail = detail;
    this.violation = requireNonNull(violation, "violation is null");
  }

  /// Says at which offset, counted from the first byte of the head, body or trailer section.
  static ProtocolException at(long offset, Violation violation, String detail) {
    return new ProtocolException(violation, detail + " at byte " + offset);
  }

  public Violation violation() {
    return violation;
  }

  /// The stable code, as `bad-framing`.
  public String code() {
    return violation.code();
  }

  /// What is wrong and where, safe to show to anyone.
  public String detail() {
    return detail;
  }

  /// The status to answer a request with.
  public int status() {
    return violation.status();
  }
}
