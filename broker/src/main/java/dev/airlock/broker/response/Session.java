package dev.airlock.broker.response;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.airlock.broker.ownership.Ledger;
import dev.airlock.broker.policy.BrokerPolicy;
import dev.airlock.broker.policy.Owner;
import dev.airlock.broker.policy.SessionNames;
import dev.airlock.broker.policy.SiblingNetwork;
import dev.airlock.broker.ports.VirtualPorts;
import dev.airlock.rules.ImageReference;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// What the views need to know of the session to show an answer as its client should see it.
public record Session(BrokerPolicy policy, Ledger ledger, VirtualPorts ports) {
  /// What the engine calls the network that containers are on when they ask for none.
  static final String DEFAULT_NETWORK = "bridge";

  public Session {
    requireNonNull(policy, "policy is null");
    requireNonNull(ledger, "ledger is null");
    requireNonNull(ports, "ports is null");
  }

  /// Whether labels prove that the session made the object.
  public boolean isOwn(JsonNode labels) {
    return labels.path(Owner.OWNER_LABEL).asText("").equals(policy.owner().secret());
  }

  /// Takes the broker's own labels out of a map of labels or of an event's attributes.
  void stripLabels(JsonNode labels) {
    if (labels instanceof ObjectNode object) {
      List<String> own = new ArrayList<>();
      object
          .fieldNames()
          .forEachRemaining(name -> {
            if (name.startsWith(Owner.LABEL_PREFIX)) {
              own.add(name);
            }
          });
      object.remove(own);
    }
  }

  /// The client's name of a volume.
  String volume(String engineName) {
    return policy.names().clientVolume(engineName).orElse(engineName);
  }

  /// The client's spelling of an image's name or id.
  String image(String engineName) {
    return policy.names().clientTag(engineName).map(ImageReference::familiar).orElse(engineName);
  }

  /// The client's spelling of a tag of an image, if the image may be seen under it.
  Optional<String> visibleTag(String engineTag) {
    if (ledger.ownsTag(engineTag)) {
      return policy
          .names()
          .clientTag(engineTag)
          .map(ImageReference::familiar)
          .or(() -> Optional.of(engineTag));
    }
    return ImageReference.parse(engineTag, policy.images().defaultRegistry())
        .filter(policy::allowsImage)
        .map(name -> engineTag);
  }

  /// Whether a tag is one that another session made, which this one does not learn of.
  boolean isForeignTag(String engineTag) {
    return ImageReference.parse(engineTag, policy.images().defaultRegistry())
        .filter(SessionNames::isSessionTag)
        .filter(name -> policy.names().clientTag(engineTag).isEmpty())
        .isPresent();
  }

  /// The client's name of a network: the session's own network stands for the engine's default one.
  String network(String engineName) {
    return isSiblingNetwork(engineName) ? DEFAULT_NETWORK : engineName;
  }

  private boolean isSiblingNetwork(String engineName) {
    return switch (policy.network()) {
      case SiblingNetwork.Airlock(String name, String _, String _) -> name.equals(engineName);
      case SiblingNetwork.Bridge(String name) -> name.equals(engineName);
      case SiblingNetwork.None() -> false;
    };
  }

  /// Text of the engine's with the session's own names and secrets put back or taken out.
  public String text(String engineText) {
    // SECURITY: nothing is expected to hold the secret; if anything does, it must not get out.
    String text = engineText.replace(policy.owner().secret(), "");
    String session = policy.owner().sessionId();
    return text.replace("sandbox-session/" + session + "/", "")
        .replace("sandbox-" + session + "_", "");
  }

  /// An error of the engine's. One that would say whether a path of the host exists says less.
  public String error(String engineText) {
    String text = text(engineText);
    // SECURITY: mounting a subpath that is missing names the folder on the host that was tried.
    int path = text.indexOf("/volumes/");
    boolean ofHost = path >= 0 || text.contains("/var/lib/docker/") || text.contains("/overlay2/");
    return ofHost ? "sandbox: the engine could not mount what the container asks for" : text;
  }
}
