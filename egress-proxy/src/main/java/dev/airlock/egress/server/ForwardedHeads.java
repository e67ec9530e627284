package dev.airlock.egress.server;

import dev.airlock.egress.policy.Destination;
import dev.airlock.egress.policy.Reason;
import dev.airlock.egress.policy.Refusal;
import dev.airlock.http1.Field;
import dev.airlock.http1.Fields;
import dev.airlock.http1.Framing;
import dev.airlock.http1.HopByHop;
import dev.airlock.http1.ProtocolException;
import dev.airlock.http1.RequestHead;
import dev.airlock.http1.RequestTarget;
import dev.airlock.http1.ResponseHead;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// The heads of plain HTTP requests and responses on their way through: what is refused in them,
/// and what is sent on in their place.
///
/// @param pseudonym what this proxy calls itself in Via, different for each one
record ForwardedHeads(String pseudonym) {
  private static final int HTTP_PORT = 80;

  /// What is wrong with a request, whatever its host.
  Optional<Refusal> refusalOf(RequestHead head, RequestTarget.Absolute target) {
    if (!target.scheme().equals("http")) {
      return refusal(
          Reason.HTTPS_WITHOUT_CONNECT,
          "an https URL without CONNECT would make this proxy see what TLS protects",
          "let the client use CONNECT for https");
    }
    Optional<Refusal> otherHost =
        HostField.refusalOf(head.fields(), Destination.of(target.host(), target.port()), HTTP_PORT);
    if (otherHost.isPresent()) {
      return otherHost;
    }
    if (head.fields().contains("Upgrade")
        || head.fields().contains("HTTP2-Settings")
        || head.fields().members("Connection").contains("upgrade")) {
      return refusal(
          Reason.UPGRADE_NOT_ALLOWED,
          "an upgraded connection (WebSocket, h2c) could carry any request unseen",
          "use TLS (wss, https), or CONNECT with a rule as in --allow HOST:80/tcp");
    }
    if (head.method().equals("TRACE")) {
      return refusal(
          Reason.TRACE_NOT_ALLOWED, "TRACE shows what proxies add to a request", "use GET");
    }
    boolean loop =
        head.fields().members("Via").stream().anyMatch(member -> member.contains(pseudonym));
    return loop
        ? refusal(Reason.PROXY_LOOP, "the request has passed this proxy before", "name a server")
        : Optional.empty();
  }

  /// The request as the origin gets it: origin form, our own Host and framing, nothing of the
  /// client's connection.
  RequestHead request(RequestHead head, RequestTarget.Absolute target, Destination destination)
      throws ProtocolException {
    var fields = new ArrayList<Field>();
    fields.add(new Field("Host", destination.httpAuthority()));
    fields.addAll(endToEnd(head.fields().without("Host")));
    fields.add(new Field("Via", "1." + head.minorVersion() + " " + pseudonym));
    return new RequestHead(head.method(), target.origin(), 1, Fields.of(fields))
        .with(Framing.ofRequest(head));
  }

  /// The response as the client gets it.
  ///
  /// @param framing how its body is sent to the client
  /// @param keep whether another request may follow on the client's connection
  ResponseHead response(ResponseHead head, String method, Framing framing, boolean keep) {
    var fields = new ArrayList<>(endToEnd(head.fields()));
    fields.add(new Field("Via", "1." + head.minorVersion() + " " + pseudonym));
    if (!keep && !head.isInterim()) {
      fields.add(new Field("Connection", "close"));
    }
    ResponseHead own = new ResponseHead(head.status(), head.reason(), Fields.of(fields));
    // The length of a body that is not sent is information, not framing (RFC 9110 section 8.6).
    boolean lengthAlone = method.equals("HEAD") || head.status() == 304;
    return lengthAlone ? own : own.with(framing);
  }

  private static List<Field> endToEnd(Fields fields) {
    return HopByHop.removedFrom(fields).list().stream()
        .filter(field -> !field.name().toLowerCase(Locale.ROOT).startsWith("proxy-"))
        .toList();
  }

  private static Optional<Refusal> refusal(Reason reason, String detail, String remedy) {
    return Optional.of(Refusal.of(reason, detail, remedy));
  }
}
