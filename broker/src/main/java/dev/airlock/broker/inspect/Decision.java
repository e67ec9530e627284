package dev.airlock.broker.inspect;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.JsonNode;
import dev.airlock.broker.policy.Refusal;

/// What becomes of a request.
public sealed interface Decision {

  /// It goes upstream in the broker's own words.
  record Forward(UpstreamRequest request, Effect effect) implements Decision {
    public Forward {
      requireNonNull(request, "request is null");
      requireNonNull(effect, "effect is null");
    }
  }

  /// Nothing goes upstream.
  record Refuse(Refusal refusal) implements Decision {
    public Refuse {
      requireNonNull(refusal, "refusal is null");
    }
  }

  /// The broker answers by itself; nothing goes upstream.
  ///
  /// @param json the body; a missing node for none
  record Answer(int status, JsonNode json) implements Decision {
    public Answer {
      requireNonNull(json, "json is null");
    }
  }
}
