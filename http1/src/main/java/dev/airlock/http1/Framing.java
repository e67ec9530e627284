package dev.airlock.http1;

import java.util.List;

/// Where a body ends (RFC 9112 section 6.3).
///
/// Immutable.
public sealed interface Framing {
  /// The longest Content-Length that is read: the digits of the largest `long`.
  int CONTENT_LENGTH_DIGITS = 19;

  /// There is no body.
  record None() implements Framing {}

  /// So many bytes, as Content-Length said.
  record Length(long bytes) implements Framing {
    public Length {
      if (bytes < 0) {
        throw new IllegalArgumentException("length " + bytes + " is negative");
      }
    }
  }

  /// The chunked transfer coding.
  record Chunked() implements Framing {}

  /// Everything until the connection ends; only of a response.
  record UntilClose() implements Framing {}

  /// The framing of a request's body.
  ///
  /// @throws ProtocolException only for a head that was not read by [Wire]
  static Framing ofRequest(RequestHead head) throws ProtocolException {
    Framing framing = declared(head.fields(), head.minorVersion(), new None());
    boolean empty =
        framing instanceof None || (framing instanceof Length(long bytes) && bytes == 0);
    if (head.method().equals("CONNECT") && !empty) {
      // SECURITY: what follows a CONNECT head is the tunnel's; a body there has two readings.
      throw bad("CONNECT with a body");
    }
    return framing;
  }

  /// The framing of the body of the response to a request of that method.
  static Framing ofResponse(String requestMethod, ResponseHead head) throws ProtocolException {
    int status = head.status();
    Framing framing = declared(head.fields(), head.minorVersion(), new UntilClose());
    if (status < 200 || status == 204) {
      // SECURITY: such a response ends with its head; one that declares a body is read in two ways.
      if (framing instanceof Chunked || (framing instanceof Length(long bytes) && bytes > 0)) {
        throw bad("status " + status + " with a body");
      }
      return new None();
    }
    boolean tunnel = requestMethod.equals("CONNECT") && status < 300;
    return status == 304 || requestMethod.equals("HEAD") || tunnel ? new None() : framing;
  }

  /// These fields with this framing declared, and no other.
  default Fields declaredIn(Fields fields) {
    Fields rest = fields.without("Content-Length", "Transfer-Encoding");
    return switch (this) {
      case Length(long bytes) -> rest.with("Content-Length", Long.toString(bytes));
      case Chunked() -> rest.with("Transfer-Encoding", "chunked");
      case None() -> rest;
      case UntilClose() -> rest;
    };
  }

  /// What the field lines declare, the one reading of them that there is.
  static Framing declared(Fields fields, int minorVersion, Framing otherwise)
      throws ProtocolException {
    List<String> lengths = fields.all("Content-Length");
    List<String> codings = fields.all("Transfer-Encoding");
    if (!codings.isEmpty()) {
      requireChunkedAlone(codings, lengths, minorVersion);
      return new Chunked();
    }
    // SECURITY: RFC 9112 section 6.3 lets equal ones be collapsed; no honest sender repeats it.
    if (lengths.size() > 1) {
      throw bad("more than one Content-Length");
    }
    return lengths.isEmpty() ? otherwise : new Length(contentLength(lengths.getFirst()));
  }

  private static void requireChunkedAlone(
      List<String> codings, List<String> lengths, int minorVersion) throws ProtocolException {
    // SECURITY: refuse Content-Length beside Transfer-Encoding (RFC 9112 section 6.3): smuggling.
    if (!lengths.isEmpty()) {
      throw bad("Content-Length beside Transfer-Encoding");
    }
    // SECURITY: HTTP/1.0 has no transfer codings (RFC 9112 section 6.1): its body has no known end.
    if (minorVersion == 0) {
      throw bad("Transfer-Encoding in HTTP/1.0");
    }
    // Stricter than the RFC, which compares without case: every sender writes it like this.
    if (codings.size() > 1 || !codings.getFirst().equals("chunked")) {
      throw bad("Transfer-Encoding is not exactly 'chunked'");
    }
  }

  private static long contentLength(String digits) throws ProtocolException {
    if (!Grammar.isDigits(digits)) {
      throw bad("Content-Length is not all digits");
    }
    if (digits.length() > CONTENT_LENGTH_DIGITS) {
      throw bad("Content-Length has more than " + CONTENT_LENGTH_DIGITS + " digits");
    }
    try {
      return Long.parseLong(digits);
    } catch (NumberFormatException e) {
      throw bad("Content-Length is too large");
    }
  }

  private static ProtocolException bad(String detail) {
    return new ProtocolException(Violation.BAD_FRAMING, detail);
  }
}
