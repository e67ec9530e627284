package dev.airlock.broker.inspect;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.airlock.broker.json.StrictJson;
import dev.airlock.broker.policy.BrokerPolicy;
import dev.airlock.broker.policy.Owner;
import dev.airlock.broker.policy.Reason;
import dev.airlock.broker.policy.RefusedException;

/// The client's labels and the session's.
final class Labels {

  private Labels() {}

  private static final String SIBLING = "sibling";

  /// The labels of an object that the broker makes: the client's, and those that mark it.
  ///
  /// SECURITY: none of ours may come from a client, or it could forge an owner; nor from an image,
  /// whose labels the engine adds where there is none: so each of ours has a value.
  static ObjectNode stamped(JsonNode parent, String key, BrokerPolicy policy)
      throws RefusedException {
    ObjectNode labels = JsonRead.object();
    for (var entry : JsonRead.entries(parent, key).entrySet()) {
      requireForeign(entry.getKey());
      labels.put(entry.getKey(), entry.getValue().textValue());
    }
    labels.put(Owner.SESSION_LABEL, policy.owner().sessionId());
    labels.put(Owner.OWNER_LABEL, policy.owner().secret());
    labels.put(Owner.ROLE_LABEL, SIBLING);
    labels.put(Owner.NAME_LABEL, "");
    return labels;
  }

  /// Refuses a label, or a filter on one, that only the sandbox has.
  static void requireForeign(String label) throws RefusedException {
    if (Screened.startsWithIgnoringCase(label, Owner.LABEL_PREFIX)) {
      throw RefusedException.denied(
          Reason.RESERVED_LABEL, "label '" + StrictJson.printable(label) + "'");
    }
  }
}
