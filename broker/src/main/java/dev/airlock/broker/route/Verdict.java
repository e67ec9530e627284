package dev.airlock.broker.route;

import static java.util.Objects.requireNonNull;

import dev.airlock.broker.policy.Reason;

/// Whether a route is open at all.
public sealed interface Verdict {

  /// Open, subject to the inspection of its parameters, objects and body.
  record Allowed() implements Verdict {}

  /// Closed to every request.
  ///
  /// @param remedy what to do instead
  record Denied(Reason reason, String remedy) implements Verdict {
    public Denied {
      requireNonNull(reason, "reason is null");
      requireNonNull(remedy, "remedy is null");
    }
  }
}
