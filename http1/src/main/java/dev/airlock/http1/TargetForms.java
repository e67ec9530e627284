package dev.airlock.http1;

/// Which forms of target a reader takes: a server and a forward proxy do not get the same.
public enum TargetForms {
  /// Origin form, and `*` with OPTIONS. Absolute form is refused, though RFC 9112 section 3.2.2 has
  /// a server take it: it would bring a second host into the request.
  ORIGIN,

  /// Absolute form, and authority form with CONNECT, as a forward proxy gets them.
  PROXY
}
