package dev.airlock.egress.audit;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.airlock.egress.policy.Destination;
import dev.airlock.egress.policy.Refusal;
import dev.airlock.egress.policy.Route;
import dev.airlock.rules.Network;
import java.io.IOException;
import java.net.InetAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/// The audit of one request: a `decision` line, and for what was allowed an `end` line that says
/// the same and what came of it. Used by one thread.
///
/// Never holds a path, a query or a field: those can carry secrets.
public final class AuditTrail {
  private final AuditLog log;
  private final long id;
  private final String client;
  private final String method;
  private final Optional<Destination> destination;
  private final Instant begin;
  private Optional<Route.Allowed> route = Optional.empty();
  private Optional<InetAddress> address = Optional.empty();
  private Optional<Refusal> refusal = Optional.empty();

  AuditTrail(
      AuditLog log, long id, String client, String method, Optional<Destination> destination) {
    this.log = log;
    this.id = id;
    this.client = client;
    this.method = method;
    this.destination = destination;
    this.begin = log.clock().instant();
  }

  /// Notes where it may go by its words; nothing is written yet.
  public void routed(Route.Allowed allowed) {
    route = Optional.of(allowed);
  }

  /// Notes which address it is connected to; nothing is written yet.
  public void connected(InetAddress to) {
    address = Optional.of(to);
  }

  /// Writes that it is allowed.
  public void allow() {
    log.write("decision", this::writeRequest);
  }

  /// Writes that it is refused, or failed before anything was sent on.
  public void refuse(Refusal why) {
    refusal = Optional.of(why);
    log.write("decision", this::writeRequest);
  }

  /// Writes how what was allowed ended.
  ///
  /// @param up bytes of content from the client
  /// @param down bytes of content to the client
  /// @param how `complete`, `idle`, `broken`, or a reason's code
  public void end(long up, long down, String how) {
    log.write(
        "end",
        json -> {
          writeRequest(json);
          json.writeNumberField("bytes_up", up);
          json.writeNumberField("bytes_down", down);
          json.writeNumberField(
              "duration_ms", Duration.between(begin, log.clock().instant()).toMillis());
          json.writeStringField("end", how);
        });
  }

  private void writeRequest(JsonGenerator json) throws IOException {
    json.writeNumberField("id", id);
    json.writeStringField("client", client);
    json.writeStringField("method", method);
    if (destination.isPresent()) {
      json.writeStringField("host", destination.get().hostText());
      json.writeNumberField("port", destination.get().port());
    }
    json.writeStringField("decision", decision());
    if (route.isPresent()) {
      writeRoute(json, route.get());
    }
    if (address.isPresent()) {
      json.writeStringField("address", Network.print(address.get()));
    }
    if (refusal.isPresent()) {
      json.writeStringField("reason", refusal.get().code());
      json.writeStringField("detail", refusal.get().detail());
    }
  }

  private static void writeRoute(JsonGenerator json, Route.Allowed route) throws IOException {
    switch (route) {
      case Route.Outside outside -> {
        json.writeStringField("rule", outside.rule().source().text());
        json.writeStringField("origin", outside.rule().source().origin());
      }
      case Route.Inside inside -> {
        json.writeStringField("rule", inside.name().text());
        json.writeStringField("origin", "session");
      }
    }
  }

  private String decision() {
    return refusal.map(why -> why.isDenial() ? "deny" : "error").orElse("allow");
  }
}
