package dev.airlock.http1;

import static java.util.Objects.requireNonNull;

/// The request line and field lines of a request.
///
/// Immutable. One that was read is known to be well framed, with a valid Host; one that was made
/// here can be written as it is.
///
/// @param minorVersion 0 or 1
public record RequestHead(String method, RequestTarget target, int minorVersion, Fields fields) {
  public RequestHead {
    if (!Grammar.isToken(method)) {
      throw new IllegalArgumentException("method is not a token");
    }
    requireNonNull(target, "target is null");
    requireNonNull(fields, "fields is null");
    if (minorVersion != 0 && minorVersion != 1) {
      throw new IllegalArgumentException("minor version " + minorVersion + " is not 0 or 1");
    }
  }

  /// The same head declaring that framing, and no other.
  public RequestHead with(Framing framing) {
    return new RequestHead(method, target, minorVersion, framing.declaredIn(fields));
  }

  public RequestHead with(Fields other) {
    return new RequestHead(method, target, minorVersion, other);
  }

  /// Whether the client holds the body back until it gets a 100 (or a final) response.
  public boolean expectsContinue() {
    return minorVersion == 1 && fields.contains("Expect");
  }
}
