package dev.airlock.egress.server;

import dev.airlock.egress.audit.AuditTrail;
import dev.airlock.egress.dial.Connection;
import dev.airlock.egress.policy.Destination;
import dev.airlock.egress.policy.EgressLimits;
import dev.airlock.egress.policy.Route;
import dev.airlock.egress.policy.TunnelPolicy;
import dev.airlock.egress.policy.TunnelRefusal;
import dev.airlock.egress.policy.TunnelRefusal.LastWords;
import dev.airlock.egress.tls.ClientHelloException;
import dev.airlock.egress.tls.ClientHelloReader;
import dev.airlock.egress.tls.TlsAlert;
import dev.airlock.http1.Fields;
import dev.airlock.http1.Relay;
import dev.airlock.http1.RelayLimits;
import dev.airlock.http1.ResponseHead;
import dev.airlock.http1.Transport;
import dev.airlock.http1.Wire;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.SequenceInputStream;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/// A CONNECT that may go where it wants, from the 200 to its end: the client's first bytes are
/// judged before any is sent on.
final class Tunnel {
  private static final ResponseHead ESTABLISHED =
      new ResponseHead(200, "Connection established", Fields.EMPTY);

  private final Wire client;
  private final Transport upstream;
  private final EgressLimits limits;
  private final AuditTrail audit;

  private Tunnel(Wire client, Transport upstream, EgressLimits limits, AuditTrail audit) {
    this.client = client;
    this.upstream = upstream;
    this.limits = limits;
    this.audit = audit;
  }

  /// Runs it to its end and closes both connections.
  static void run(
      Wire client,
      Route.Allowed route,
      Connection.Established connection,
      EgressLimits limits,
      AuditTrail audit)
      throws IOException {
    try (Transport upstream = connection.transport()) {
      var tunnel = new Tunnel(client, upstream, limits, audit);
      client.write(ESTABLISHED);
      client.flush();
      switch (route) {
        case Route.Outside outside when !outside.rule().anyProtocol() ->
            tunnel.relayTls(outside.destination());
        case Route.Outside _, Route.Inside _ -> tunnel.relayAll(new byte[0]);
      }
    }
  }

  private void relayTls(Destination destination) throws IOException {
    var early = new ByteArrayInputStream(client.takeReceived());
    client.transport().expireAfter(limits.clientHello());
    ClientHelloReader.Result first;
    try {
      first = ClientHelloReader.read(new SequenceInputStream(early, client.transport().input()));
    } catch (ClientHelloException e) {
      refuse(TunnelPolicy.refusalOf(e, destination));
      return;
    } catch (IOException e) {
      refuse(TunnelPolicy.refusalOfSilence(destination));
      return;
    }
    client.transport().neverExpire();
    Optional<TunnelRefusal> refusal = TunnelPolicy.refusalOf(first.hello(), destination);
    if (refusal.isPresent()) {
      refuse(refusal.get());
      return;
    }
    relayAll(concat(first.records(), early.readAllBytes()));
  }

  /// SECURITY: the first bytes that leave; everything was decided before.
  private void relayAll(byte[] first) throws IOException {
    audit.allow();
    upstream.expireAfter(limits.idle());
    upstream.write(ByteBuffer.wrap(first));
    Relay.Result result = Relay.run(client, upstream, RelayLimits.idle(limits.idle()));
    audit.end(
        first.length + result.aToB(), result.bToA(), result.end().name().toLowerCase(Locale.ROOT));
  }

  private void refuse(TunnelRefusal refusal) throws IOException {
    audit.refuse(refusal.refusal());
    upstream.close();
    client.transport().expireAfter(limits.clientHello());
    switch (refusal.lastWords()) {
      case LastWords.Alert(TlsAlert alert) ->
          client.transport().write(ByteBuffer.wrap(alert.record()));
      case LastWords.Http() -> RefusalResponse.to(Fields.EMPTY, refusal.refusal()).lastOn(client);
      case LastWords.Silence() -> {}
    }
    client.closeAfterLastResponse();
  }

  private static byte[] concat(byte[] first, byte[] second) {
    byte[] both = Arrays.copyOf(first, first.length + second.length);
    System.arraycopy(second, 0, both, first.length, second.length);
    return both;
  }
}
