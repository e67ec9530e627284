package dev.airlock.broker.server;

import static java.util.Objects.requireNonNull;

import dev.airlock.broker.audit.AuditEntry;
import dev.airlock.broker.policy.ConnectionLimits;
import dev.airlock.broker.policy.Refusal;
import dev.airlock.http1.ConnectionHandler;
import dev.airlock.http1.Fields;
import dev.airlock.http1.HeadLimits;
import dev.airlock.http1.ProtocolException;
import dev.airlock.http1.ReadDeadlines;
import dev.airlock.http1.RequestHead;
import dev.airlock.http1.RequestTarget;
import dev.airlock.http1.TargetForms;
import dev.airlock.http1.Transport;
import dev.airlock.http1.Wire;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;

/// A client's connection: one request after the other, each answered before the next is read.
final class BrokerConnection implements ConnectionHandler {
  private final Services services;

  BrokerConnection(Services services) {
    this.services = requireNonNull(services, "services is null");
  }

  @Override
  public void handle(Transport transport) throws IOException {
    ConnectionLimits limits = services.limits();
    Wire wire =
        new Wire(
            transport,
            HeadLimits.DEFAULT,
            TargetForms.ORIGIN,
            ReadDeadlines.of(limits.idle(), limits.head(), limits.bodyGap()));
    boolean more = true;
    while (more) {
      Optional<RequestHead> head;
      try {
        head = wire.readRequestHead();
      } catch (ProtocolException e) {
        refuse(wire, e);
        return;
      }
      if (head.isEmpty()) {
        return;
      }
      more = new Exchange(services, wire, head.get()).run();
    }
    wire.closeAfterLastResponse();
  }

  /// What follows a head that cannot be read cannot be read either.
  private void refuse(Wire wire, ProtocolException e) throws IOException {
    RequestHead unread = new RequestHead("GET", RequestTarget.Origin.of("/"), 1, Fields.EMPTY);
    Responder responder = new Responder(wire, unread);
    responder.refuse(new Refusal.Malformed(e.code() + ": " + e.getMessage()));
    services
        .audit()
        .write(
            new AuditEntry(
                services.clock().instant(),
                "-",
                "-",
                "-",
                "malformed",
                e.code(),
                "",
                responder.status(),
                0,
                responder.bytes(),
                Duration.ZERO));
    wire.closeAfterLastResponse();
  }
}
