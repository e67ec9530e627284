package dev.airlock.http1;

/// Whether a connection carries another message after this one (RFC 9112 section 9.3).
public enum Persistence {
  KEEP,
  CLOSE;

  /// What the client wants.
  public static Persistence ofRequest(RequestHead head) {
    return of(head.fields(), head.minorVersion());
  }

  /// What the server allows; a body that ends with the connection leaves no choice.
  public static Persistence ofResponse(ResponseHead head, Framing framing) {
    return framing instanceof Framing.UntilClose ? CLOSE : of(head.fields(), head.minorVersion());
  }

  private static Persistence of(Fields fields, int minorVersion) {
    var options = fields.members("Connection");
    if (options.contains("close")) {
      return CLOSE;
    }
    return minorVersion == 1 || options.contains("keep-alive") ? KEEP : CLOSE;
  }
}
