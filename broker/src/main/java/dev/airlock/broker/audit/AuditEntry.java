package dev.airlock.broker.audit;

import java.time.Duration;
import java.time.Instant;

/// One decision, as the audit file records it: never a body, a header, a secret or a variable's
/// value.
///
/// @param route the route's stable id, or `-` where none was matched
/// @param decision `allow`, `deny`, `not-found`, `malformed`, `answer` or `error`
/// @param reason the code of the rule that decided, or the engine's words for an unknown object
/// @param object the object the request was about, or empty
/// @param status the status that was answered
/// @param requestBytes content read from the client
/// @param responseBytes content sent to the client
public record AuditEntry(
    Instant time,
    String method,
    String path,
    String route,
    String decision,
    String reason,
    String object,
    int status,
    long requestBytes,
    long responseBytes,
    Duration took) {}
