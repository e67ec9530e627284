package dev.airlock.broker.response;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.airlock.rules.ImageReference;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// The files of a saved archive that name its images: by the names that the session knows.
public final class SavedImages {
  /// The names of those files.
  public static final Set<String> FILES = Set.of("manifest.json", "repositories", "index.json");

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String IMAGE_NAME = "io.containerd.image.name";
  private static final String OWN = "sandbox-";

  private SavedImages() {}

  /// What the client gets of one of the files; nothing of a file that is not JSON.
  public static byte[] show(String file, byte[] content, Session session) {
    JsonNode json;
    try {
      json =
          JSON.readTree(content.length == 0 ? "{}" : new String(content, StandardCharsets.UTF_8));
    } catch (JsonProcessingException e) {
      return new byte[0];
    }
    JsonNode shown =
        switch (file) {
          case "manifest.json" -> manifest(json, session);
          case "repositories" -> repositories(json, session);
          default -> index(json, session);
        };
    return shown.toString().getBytes(StandardCharsets.UTF_8);
  }

  private static JsonNode manifest(JsonNode images, Session session) {
    for (JsonNode image : images) {
      if (image instanceof ObjectNode object && object.get("RepoTags") instanceof ArrayNode tags) {
        ArrayNode shown = JsonNodeFactory.instance.arrayNode();
        for (JsonNode tag : tags) {
          session.visibleTag(tag.asText("")).ifPresent(shown::add);
        }
        object.set("RepoTags", shown);
      }
    }
    return images;
  }

  private static JsonNode repositories(JsonNode repositories, Session session) {
    ObjectNode shown = JsonNodeFactory.instance.objectNode();
    for (Map.Entry<String, JsonNode> repository : repositories.properties()) {
      for (Map.Entry<String, JsonNode> tag : repository.getValue().properties()) {
        Optional<String> name = session.visibleTag(repository.getKey() + ":" + tag.getKey());
        if (name.isPresent()) {
          int colon = name.get().lastIndexOf(':');
          shown
              .withObjectProperty(name.get().substring(0, colon))
              .set(name.get().substring(colon + 1), tag.getValue());
        }
      }
    }
    return shown;
  }

  private static JsonNode index(JsonNode index, Session session) {
    for (JsonNode image : index.path("manifests")) {
      JsonNode name = image.path("annotations").path(IMAGE_NAME);
      if (name.isTextual()) {
        ((ObjectNode) image.get("annotations")).put(IMAGE_NAME, fullName(name.asText(), session));
      }
    }
    return index;
  }

  /// The client's name in full, as the engine writes it there: with its registry.
  private static String fullName(String engineName, Session session) {
    int own = engineName.indexOf(OWN);
    Optional<ImageReference> client =
        own < 0 ? Optional.empty() : session.policy().names().clientTag(engineName.substring(own));
    if (client.isEmpty()) {
      return engineName;
    }
    ImageReference name = client.get();
    String registry =
        name.registry().isEmpty() ? engineName.substring(0, own) : name.registry() + "/";
    return registry + name.path() + ":" + name.tag();
  }
}
