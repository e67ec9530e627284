package dev.airlock.broker.server;

import static java.util.Objects.requireNonNull;

import dev.airlock.broker.audit.AuditLog;
import dev.airlock.broker.policy.ConnectionLimits;
import dev.airlock.broker.response.Session;
import dev.airlock.broker.upstream.Daemon;
import java.time.InstantSource;

/// Everything that the handling of one request is handed: one of each per broker.
record Services(
    Session session,
    Daemon daemon,
    Engine engine,
    Memory memory,
    SessionChanges changes,
    SpoolArea spool,
    AuditLog audit,
    ConnectionLimits limits,
    InstantSource clock) {
  Services {
    requireNonNull(session, "session is null");
    requireNonNull(daemon, "daemon is null");
    requireNonNull(engine, "engine is null");
    requireNonNull(memory, "memory is null");
    requireNonNull(changes, "changes is null");
    requireNonNull(spool, "spool is null");
    requireNonNull(audit, "audit is null");
    requireNonNull(limits, "limits is null");
    requireNonNull(clock, "clock is null");
  }
}
