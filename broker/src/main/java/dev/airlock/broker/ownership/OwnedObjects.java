package dev.airlock.broker.ownership;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.airlock.broker.policy.Owner;
import dev.airlock.broker.policy.SessionNames;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.TreeSet;

/// What a broker that was restarted asks the engine: which objects carry this session's secret.
public final class OwnedObjects {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String COMPOSE_SERVICE = "com.docker.compose.service";

  private final EngineLookup engine;
  private final Owner owner;
  private final SessionNames names;

  public OwnedObjects(EngineLookup engine, Owner owner, SessionNames names) {
    this.engine = requireNonNull(engine, "engine is null");
    this.owner = requireNonNull(owner, "owner is null");
    this.names = requireNonNull(names, "names is null");
  }

  /// Tells the ledger of every object that the engine has of this session.
  ///
  /// @throws IOException if the engine cannot be asked: the ledger may know some of them then
  public void teach(Ledger ledger) throws IOException {
    for (JsonNode container : list(containersTarget(owner))) {
      if (isOwn(container)) {
        ledger.containerCreated(container(container));
        teachExecs(ledger, container.path("Id").asText(""));
      }
    }
    for (JsonNode network : list("/networks?filters=" + filter(owner))) {
      if (isOwn(network)) {
        ledger.networkCreated(
            new OwnedNetwork(network.path("Id").asText(""), network.path("Name").asText("")));
      }
    }
    for (JsonNode volume : list("/volumes?filters=" + filter(owner)).path("Volumes")) {
      if (isOwn(volume)) {
        ledger.volumeCreated(volume.path("Name").asText(""));
      }
    }
    for (JsonNode image : list("/images/json?all=1")) {
      teachImage(ledger, image);
    }
    ledger.learnAnonymousVolumes();
  }

  /// SECURITY: an exec is learned from its container; the engine is never asked for one by an id
  /// that a client wrote.
  private void teachExecs(Ledger ledger, String container) throws IOException {
    JsonNode inspected =
        engine.get("/containers/" + container + "/json").orElseGet(MissingNode::getInstance);
    for (JsonNode exec : inspected.path("ExecIDs")) {
      ledger.execCreated(exec.asText(""), container);
    }
  }

  private void teachImage(Ledger ledger, JsonNode image) {
    boolean own = isOwn(image);
    for (JsonNode tag : image.path("RepoTags")) {
      if (names.clientTag(tag.asText("")).isPresent()) {
        ledger.imageTagged(tag.asText(""));
        own = true;
      }
    }
    if (own) {
      ledger.imageMade(image.path("Id").asText(""));
    }
  }

  private JsonNode list(String target) throws IOException {
    return engine.get(target).orElseGet(MissingNode::getInstance);
  }

  // SECURITY: the engine's filter is not trusted alone: one that ignored it would list everything.
  private boolean isOwn(JsonNode object) {
    return object.path("Labels").path(Owner.OWNER_LABEL).asText("").equals(owner.secret());
  }

  private static OwnedContainer container(JsonNode listed) {
    JsonNode labels = listed.path("Labels");
    String name = "";
    for (JsonNode each : listed.path("Names")) {
      String text = each.asText("");
      // A name with a second slash is a link's alias.
      if (text.lastIndexOf('/') == 0) {
        name = text.substring(1);
      }
    }
    Set<String> dnsNames = new TreeSet<>();
    String service = labels.path(COMPOSE_SERVICE).asText("");
    if (!service.isEmpty()) {
      dnsNames.add(service);
    }
    JsonNode asked = parse(labels.path(Owner.ASKED_LABEL).asText(""));
    return new OwnedContainer(listed.path("Id").asText(""), name, asked, dnsNames);
  }

  private static JsonNode parse(String json) {
    try {
      return json.isEmpty() ? MissingNode.getInstance() : JSON.readTree(json);
    } catch (JsonProcessingException e) {
      return MissingNode.getInstance();
    }
  }

  static String containersTarget(Owner owner) {
    return "/containers/json?all=1&filters=" + filter(owner);
  }

  private static String filter(Owner owner) {
    String json =
        JSON.createObjectNode().set("label", JSON.createArrayNode().add(owner.filter())).toString();
    return URLEncoder.encode(json, StandardCharsets.UTF_8);
  }
}
