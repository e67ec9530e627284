package dev.airlock.egress.server;

import static java.util.Objects.requireNonNull;

import dev.airlock.egress.audit.AuditLog;
import dev.airlock.egress.dial.Connector;
import dev.airlock.egress.policy.EgressLimits;
import dev.airlock.egress.policy.EgressPolicy;
import dev.airlock.http1.ConnectionHandler;
import dev.airlock.http1.Transport;
import java.io.IOException;

/// What every connection of a proxy shares. Safe for use by many threads.
record ProxyServices(
    EgressPolicy policy,
    Connector connector,
    ForwardedHeads heads,
    AuditLog audit,
    EgressLimits limits)
    implements ConnectionHandler {
  ProxyServices {
    requireNonNull(policy, "policy is null");
    requireNonNull(connector, "connector is null");
    requireNonNull(heads, "heads is null");
    requireNonNull(audit, "audit is null");
    requireNonNull(limits, "limits is null");
  }

  @Override
  public void handle(Transport connection) throws IOException {
    ProxyConnection.serve(connection, this);
  }
}
