package dev.airlock.egress.server;

import dev.airlock.egress.audit.AuditTrail;
import dev.airlock.egress.dial.Connection;
import dev.airlock.egress.dial.Connector;
import dev.airlock.egress.policy.EgressLimits;
import dev.airlock.egress.policy.Reason;
import dev.airlock.egress.policy.Refusal;
import dev.airlock.egress.policy.Route;
import dev.airlock.http1.ProtocolException;
import dev.airlock.http1.RequestHead;
import dev.airlock.http1.RequestTarget;
import dev.airlock.http1.Wire;
import java.io.Closeable;
import java.io.IOException;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Serves the plain HTTP requests of one client; keeps the last connection to an origin for the
/// next request, which has been decided on its own by then.
final class Forwarding implements Closeable {
  private static final Set<String> REPEATABLE = Set.of("GET", "HEAD", "OPTIONS");

  private final Wire client;
  private final Connector connector;
  private final ForwardedHeads heads;
  private final EgressLimits limits;
  private @Nullable OriginConnection kept;

  Forwarding(Wire client, Connector connector, ForwardedHeads heads, EgressLimits limits) {
    this.client = client;
    this.connector = connector;
    this.heads = heads;
    this.limits = limits;
  }

  /// What is left to do for the client's connection.
  sealed interface Result {
    record NextRequest() implements Result {}

    record Close() implements Result {}

    /// Nothing was answered yet.
    record Refuse(Refusal refusal) implements Result {}
  }

  Result serve(
      RequestHead head, RequestTarget.Absolute target, Route.Allowed route, AuditTrail audit)
      throws IOException {
    Optional<OriginConnection> reusable = takeKept(route);
    if (reusable.isPresent()) {
      audit.connected(reusable.get().address());
      audit.allow();
      Exchange.Outcome outcome = run(head, target, reusable.get());
      // An origin may close a kept connection at any time (RFC 9112 section 9.3.1).
      boolean again =
          outcome instanceof Exchange.Outcome.Unanswered unanswered
              && unanswered.refusal().code().equals(Reason.NO_RESPONSE.code())
              && unanswered.clientAtEnd()
              && REPEATABLE.contains(head.method());
      if (!again) {
        return finish(outcome, reusable.get(), audit);
      }
    }
    return switch (connector.connect(route)) {
      case Connection.Failed(Refusal refusal) -> {
        audit.refuse(refusal);
        yield new Result.Refuse(refusal);
      }
      case Connection.Established(var transport, var address) -> {
        var fresh =
            new OriginConnection(new Wire(transport, EgressLimits.HEADS), address, route, false);
        audit.connected(address);
        if (reusable.isEmpty()) {
          audit.allow();
        }
        yield finish(run(head, target, fresh), fresh, audit);
      }
    };
  }

  private Exchange.Outcome run(
      RequestHead head, RequestTarget.Absolute target, OriginConnection connection)
      throws IOException {
    var exchange = new Exchange(client, connection.wire(), head, heads, limits.idle());
    try {
      return exchange.run(heads.request(head, target, connection.route().destination()));
    } catch (ProtocolException e) {
      throw new IllegalStateException("a head that was read is well framed", e);
    } catch (IOException | RuntimeException e) {
      connection.close();
      throw e;
    }
  }

  private Result finish(Exchange.Outcome outcome, OriginConnection connection, AuditTrail audit) {
    return switch (outcome) {
      case Exchange.Outcome.Answered(long up, long down, boolean client, boolean origin) -> {
        audit.end(up, down, "complete");
        if (origin) {
          kept = connection.afterUse();
        }
        yield client ? new Result.NextRequest() : new Result.Close();
      }
      case Exchange.Outcome.Unanswered(Refusal refusal, long up, boolean _) -> {
        audit.end(up, 0, refusal.code());
        yield new Result.Refuse(refusal);
      }
      case Exchange.Outcome.BrokenOff(long up, long down) -> {
        audit.end(up, down, "broken");
        yield new Result.Close();
      }
    };
  }

  private Optional<OriginConnection> takeKept(Route.Allowed route) throws IOException {
    OriginConnection connection = kept;
    kept = null;
    if (connection == null || connection.serves(route)) {
      return Optional.ofNullable(connection);
    }
    connection.close();
    return Optional.empty();
  }

  @Override
  public void close() throws IOException {
    if (kept != null) {
      kept.close();
    }
  }
}
