package dev.airlock.egress.server;

import dev.airlock.egress.audit.AuditTrail;
import dev.airlock.egress.dial.Connection;
import dev.airlock.egress.policy.Destination;
import dev.airlock.egress.policy.EgressLimits;
import dev.airlock.egress.policy.Refusal;
import dev.airlock.egress.policy.Route;
import dev.airlock.http1.Fields;
import dev.airlock.http1.ProtocolException;
import dev.airlock.http1.ReadDeadlines;
import dev.airlock.http1.RequestHead;
import dev.airlock.http1.RequestTarget;
import dev.airlock.http1.TargetForms;
import dev.airlock.http1.Transport;
import dev.airlock.http1.Wire;
import java.io.IOException;
import java.util.Optional;

/// The life of one client connection: read a head, decide on it, then tunnel, forward or refuse;
/// and the next one.
final class ProxyConnection {
  private final Wire client;
  private final ProxyServices services;
  private final Forwarding forwarding;

  private ProxyConnection(Transport transport, ProxyServices services) {
    EgressLimits limits = services.limits();
    var deadlines =
        new ReadDeadlines(
            Optional.of(limits.keepAlive()), Optional.of(limits.head()), Optional.empty());
    this.client = new Wire(transport, EgressLimits.HEADS, TargetForms.PROXY, deadlines);
    this.services = services;
    this.forwarding = new Forwarding(client, services.connector(), services.heads(), limits);
  }

  static void serve(Transport transport, ProxyServices services) throws IOException {
    var connection = new ProxyConnection(transport, services);
    try (connection.client;
        connection.forwarding) {
      while (connection.serveOne()) {
        // the next request
      }
    }
  }

  /// @return whether another request may follow
  private boolean serveOne() throws IOException {
    Optional<RequestHead> head;
    try {
      head = client.readRequestHead();
    } catch (ProtocolException e) {
      refuseUnreadable(e);
      return false;
    }
    return head.isPresent() && serve(head.get());
  }

  private boolean serve(RequestHead head) throws IOException {
    return switch (head.target()) {
      case RequestTarget.Authority(String host, int port) ->
          serveConnect(head, Destination.of(host, port));
      case RequestTarget.Absolute target -> serveAbsolute(head, target);
      case RequestTarget.Origin _, RequestTarget.Asterisk _ ->
          throw new IllegalStateException("the reader takes a proxy's targets only");
    };
  }

  private boolean serveConnect(RequestHead head, Destination destination) throws IOException {
    AuditTrail audit = begin(head, destination);
    // Clients differ in whether they repeat the port.
    Optional<Refusal> otherHost =
        HostField.refusalOf(head.fields(), destination, destination.port());
    if (otherHost.isPresent()) {
      audit.refuse(otherHost.get());
      return refuse(head, otherHost.get());
    }
    return switch (services.policy().route(destination)) {
      case Route.Refused(Refusal refusal) -> {
        audit.refuse(refusal);
        yield refuse(head, refusal);
      }
      case Route.Allowed route -> {
        audit.routed(route);
        yield tunnel(head, route, audit);
      }
    };
  }

  private boolean tunnel(RequestHead head, Route.Allowed route, AuditTrail audit)
      throws IOException {
    return switch (services.connector().connect(route)) {
      case Connection.Failed(Refusal refusal) -> {
        audit.refuse(refusal);
        yield refuse(head, refusal);
      }
      case Connection.Established established -> {
        audit.connected(established.address());
        Tunnel.run(client, route, established, services.limits(), audit);
        yield false;
      }
    };
  }

  private boolean serveAbsolute(RequestHead head, RequestTarget.Absolute target)
      throws IOException {
    var destination = Destination.of(target.host(), target.port());
    AuditTrail audit = begin(head, destination);
    Optional<Refusal> wrong = services.heads().refusalOf(head, target);
    if (wrong.isPresent()) {
      audit.refuse(wrong.get());
      return refuse(head, wrong.get());
    }
    return switch (services.policy().route(destination)) {
      case Route.Refused(Refusal refusal) -> {
        audit.refuse(refusal);
        yield refuse(head, refusal);
      }
      case Route.Allowed route -> {
        audit.routed(route);
        yield switch (forwarding.serve(head, target, route, audit)) {
          case Forwarding.Result.NextRequest() -> true;
          case Forwarding.Result.Close() -> endAfterResponse();
          case Forwarding.Result.Refuse(Refusal refusal) -> refuse(head, refusal);
        };
      }
    };
  }

  private AuditTrail begin(RequestHead head, Destination destination) {
    return services
        .audit()
        .begin(client.transport().peer(), head.method(), Optional.of(destination));
  }

  /// Answers, and goes on only where the end of the request is beyond doubt.
  private boolean refuse(RequestHead head, Refusal refusal) throws IOException {
    var response = RefusalResponse.to(head.fields(), refusal);
    if (!hasBody(head) && Exchange.mayBeFollowed(head)) {
      response.on(client);
      return true;
    }
    response.lastOn(client);
    return endAfterResponse();
  }

  private static boolean hasBody(RequestHead head) {
    return head.fields().contains("Content-Length") || head.fields().contains("Transfer-Encoding");
  }

  private void refuseUnreadable(ProtocolException cause) throws IOException {
    var refusal = new Refusal(cause.code(), cause.status(), String.valueOf(cause.getMessage()), "");
    services.audit().begin(client.transport().peer(), "", Optional.empty()).refuse(refusal);
    RefusalResponse.to(Fields.EMPTY, refusal).lastOn(client);
    client.closeAfterLastResponse();
  }

  private boolean endAfterResponse() throws IOException {
    client.closeAfterLastResponse();
    return false;
  }
}
