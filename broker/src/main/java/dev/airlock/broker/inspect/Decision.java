package dev.airlock.broker.inspect;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.JsonNode;
import dev.airlock.broker.policy.Refusal;
import java.util.List;

/// What becomes of a request.
public sealed interface Decision {

  /// It goes upstream in the broker's own words.
  record Forward(UpstreamRequest request, Effect effect) implements Decision {
    public Forward {
      requireNonNull(request, "request is null");
      requireNonNull(effect, "effect is null");
    }
  }

  /// A build whose bases are to be fetched first, each by a request of the broker's own. Then it is
  /// decided anew, with {@link World#having} what was pulled: only then are the bases known.
  ///
  /// @param quiet whether the client gets nothing of their progress
  record PullFirst(List<Pull> pulls, boolean quiet) implements Decision {
    public PullFirst {
      pulls = List.copyOf(pulls);
    }
  }

  /// A pull of an image that the session may pull.
  ///
  /// @param reference with tag or digest, as the engine knows it
  record Pull(String reference, UpstreamRequest request) {
    public Pull {
      requireNonNull(reference, "reference is null");
      requireNonNull(request, "request is null");
    }
  }

  /// Images of the session's that are to be removed one by one; those that the engine keeps stay.
  record RemoveImages(List<Removal> removals) implements Decision {
    public RemoveImages {
      removals = List.copyOf(removals);
    }
  }

  /// The removal of an image, or of one of its tags.
  ///
  /// @param id of the image
  /// @param bytes that are free when it is gone
  record Removal(String id, UpstreamRequest request, long bytes) {
    public Removal {
      requireNonNull(id, "id is null");
      requireNonNull(request, "request is null");
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
