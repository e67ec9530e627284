package dev.airlock.http1;

import java.util.List;

/// What a head must hold as a whole, after each of its lines was found well formed.
final class HeadRules {
  private HeadRules() {}

  static void require(RequestHead head) throws ProtocolException {
    requireHost(head);
    Framing.ofRequest(head);
    requireKnownExpectation(head);
  }

  /// Only what holds whatever the request was; the rest is [Framing#ofResponse]'s.
  static void require(ResponseHead head) throws ProtocolException {
    Framing.ofResponse("GET", head);
  }

  /// SECURITY: exactly one Host (RFC 9112 section 3.2), so that nobody picks another one of two.
  private static void requireHost(RequestHead head) throws ProtocolException {
    List<String> hosts = head.fields().all("Host");
    if (hosts.isEmpty() && head.minorVersion() == 0) {
      return;
    }
    if (hosts.size() != 1) {
      throw new ProtocolException(
          Violation.BAD_HOST, hosts.isEmpty() ? "no Host field" : "more than one Host field");
    }
    String host = hosts.getFirst();
    if (host.isEmpty() && head.target() instanceof RequestTarget.Origin) {
      // Clients of a unix socket have no host to name, and RFC 9110 section 7.2 has them say so.
      return;
    }
    try {
      HostPort.parse(host);
    } catch (IllegalArgumentException e) {
      throw new ProtocolException(Violation.BAD_HOST, "Host field: " + e.getMessage());
    }
  }

  private static void requireKnownExpectation(RequestHead head) throws ProtocolException {
    List<String> expectations = head.fields().all("Expect");
    if (expectations.size() > 1
        || (expectations.size() == 1
            && !expectations.getFirst().equalsIgnoreCase("100-continue"))) {
      throw new ProtocolException(Violation.BAD_EXPECTATION, "Expect is not '100-continue'");
    }
  }

  /// SECURITY: a trailer must not say where the body that it ends has ended.
  static void requireNoFraming(Fields trailers) throws ProtocolException {
    for (String name : List.of("Content-Length", "Transfer-Encoding", "Host")) {
      if (trailers.contains(name)) {
        throw new ProtocolException(Violation.BAD_TRAILER, "'" + name + "' in a trailer section");
      }
    }
  }
}
