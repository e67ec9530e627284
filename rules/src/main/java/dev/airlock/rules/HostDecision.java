package dev.airlock.rules;

import static java.util.Objects.requireNonNull;

/// The answer to "may this host and port be reached".
public sealed interface HostDecision {

  /// Yes, by this rule.
  record Allowed(AllowRule by) implements HostDecision {
    public Allowed {
      requireNonNull(by, "by is null");
    }
  }

  /// No.
  ///
  /// @param detail what is refused and why, values escaped; names the nearest rule if one is near
  /// @param remedy what the user could do to allow it, or why there is no way
  record Denied(DenyReason reason, String detail, String remedy) implements HostDecision {
    public Denied {
      requireNonNull(reason, "reason is null");
      requireNonNull(detail, "detail is null");
      requireNonNull(remedy, "remedy is null");
    }
  }
}
