package dev.airlock.egress.policy;

import static java.util.Objects.requireNonNull;

import dev.airlock.rules.AllowRule;
import dev.airlock.rules.HostDecision;
import dev.airlock.rules.HostName;

/// Where a request may go: decided from its words alone, before any name is resolved.
public sealed interface Route {

  /// Somewhere; whether the name has an address it may have is not known yet.
  sealed interface Allowed extends Route {
    Destination destination();
  }

  /// Out, by a rule.
  record Outside(Destination destination, HostDecision.Allowed decision) implements Allowed {
    public Outside {
      requireNonNull(destination, "destination is null");
      requireNonNull(decision, "decision is null");
    }

    public AllowRule rule() {
      return decision.by();
    }
  }

  /// To one of the session's own containers, and never out. The rules do not apply.
  record Inside(HostName name, Destination destination) implements Allowed {
    public Inside {
      requireNonNull(name, "name is null");
      requireNonNull(destination, "destination is null");
    }
  }

  /// Nowhere.
  record Refused(Refusal refusal) implements Route {
    public Refused {
      requireNonNull(refusal, "refusal is null");
    }
  }
}
