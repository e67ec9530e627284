package dev.airlock.http1;

import static java.util.Objects.requireNonNull;

/// The status line and field lines of a response.
///
/// Immutable.
///
/// @param status 100 to 599
/// @param minorVersion 0 or 1: what the server said it speaks; we write 1 always
public record ResponseHead(int status, String reason, Fields fields, int minorVersion) {
  public ResponseHead {
    if (status < 100 || status > 599) {
      throw new IllegalArgumentException("status " + status + " is not in 100..599");
    }
    if (!Grammar.isLineText(reason)) {
      throw new IllegalArgumentException("reason has a control character");
    }
    requireNonNull(fields, "fields is null");
    if (minorVersion != 0 && minorVersion != 1) {
      throw new IllegalArgumentException("minor version " + minorVersion + " is not 0 or 1");
    }
  }

  public ResponseHead(int status, String reason, Fields fields) {
    this(status, reason, fields, 1);
  }

  /// The same head declaring that framing, and no other.
  public ResponseHead with(Framing framing) {
    return new ResponseHead(status, reason, framing.declaredIn(fields), minorVersion);
  }

  public ResponseHead with(Fields other) {
    return new ResponseHead(status, reason, other, minorVersion);
  }

  /// Whether another head follows: every 1xx but 101.
  public boolean isInterim() {
    return status < 200 && status != 101;
  }
}
