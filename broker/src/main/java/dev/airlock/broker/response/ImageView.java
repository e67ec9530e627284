package dev.airlock.broker.response;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.airlock.rules.ImageReference;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/// Images that the session may use, by the tags that it may know.
public final class ImageView {
  private ImageView() {}

  /// Keeps the visible images of a list.
  ///
  /// @param references the client's `reference` filters; empty for all
  public static ArrayNode list(JsonNode listed, List<String> references, Session session) {
    List<Pattern> wanted = references.stream().map(ImageView::pattern).toList();
    ArrayNode shown = JsonNodeFactory.instance.arrayNode();
    for (JsonNode each : listed) {
      if (each instanceof ObjectNode image && isVisible(image, session)) {
        show(image, session);
        if (wanted.isEmpty() || keepMatching(image, wanted)) {
          shown.add(image);
        }
      }
    }
    return shown;
  }

  private static boolean isVisible(JsonNode image, Session session) {
    if (session.ledger().image(image.path("Id").asText("")).isPresent()) {
      return true;
    }
    for (JsonNode tag : image.path("RepoTags")) {
      if (session.visibleTag(tag.asText("")).isPresent()) {
        return true;
      }
    }
    return false;
  }

  /// What an inspect answer shows.
  public static ObjectNode inspect(ObjectNode image, Session session) {
    show(image, session);
    if (image.get("GraphDriver") instanceof ObjectNode driver) {
      driver.putNull("Data");
    }
    for (String config : new String[] {"Config", "ContainerConfig"}) {
      if (image.get(config) instanceof ObjectNode object) {
        session.stripLabels(object.path("Labels"));
      }
    }
    return image;
  }

  private static void show(ObjectNode image, Session session) {
    session.stripLabels(image.path("Labels"));
    ArrayNode tags = JsonNodeFactory.instance.arrayNode();
    for (JsonNode tag : image.path("RepoTags")) {
      session.visibleTag(tag.asText("")).ifPresent(tags::add);
    }
    if (image.has("RepoTags")) {
      image.set("RepoTags", tags);
    }
    ArrayNode digests = JsonNodeFactory.instance.arrayNode();
    for (JsonNode digest : image.path("RepoDigests")) {
      session.visibleTag(digest.asText("")).ifPresent(digests::add);
    }
    if (image.has("RepoDigests")) {
      image.set("RepoDigests", digests);
    }
  }

  private static boolean keepMatching(ObjectNode image, List<Pattern> wanted) {
    ArrayNode matching = JsonNodeFactory.instance.arrayNode();
    for (JsonNode tag : image.path("RepoTags")) {
      if (wanted.stream().anyMatch(pattern -> matches(pattern, tag.asText("")))) {
        matching.add(tag);
      }
    }
    if (!matching.isEmpty()) {
      image.set("RepoTags", matching);
    }
    return !matching.isEmpty();
  }

  private static boolean matches(Pattern pattern, String tag) {
    int colon = tag.lastIndexOf(':');
    return pattern.matcher(tag).matches()
        || (colon > 0 && pattern.matcher(tag.substring(0, colon)).matches());
  }

  /// The engine's filter: a shell pattern in which a star takes no slash, over the familiar name
  /// with or without its tag.
  private static Pattern pattern(String glob) {
    StringBuilder regex = new StringBuilder();
    for (int i = 0; i < glob.length(); i++) {
      char c = glob.charAt(i);
      switch (c) {
        case '*' -> regex.append("[^/]*");
        case '?' -> regex.append("[^/]");
        default -> regex.append(Pattern.quote(String.valueOf(c)));
      }
    }
    return Pattern.compile(regex.toString());
  }

  /// The tags of an image's history.
  public static JsonNode history(JsonNode listed, Session session) {
    for (JsonNode each : listed) {
      if (each instanceof ObjectNode layer && layer.get("Tags") instanceof ArrayNode engineTags) {
        ArrayNode tags = JsonNodeFactory.instance.arrayNode();
        for (JsonNode tag : engineTags) {
          session.visibleTag(tag.asText("")).ifPresent(tags::add);
        }
        if (tags.isEmpty()) {
          layer.putNull("Tags");
        } else {
          layer.set("Tags", tags);
        }
      }
    }
    return listed;
  }

  /// What was untagged and deleted, and forgets it.
  public static ArrayNode deleted(JsonNode listed, Session session) {
    ArrayNode shown = JsonNodeFactory.instance.arrayNode();
    for (JsonNode each : listed) {
      String untagged = each.path("Untagged").asText("");
      String deleted = each.path("Deleted").asText("");
      if (!untagged.isEmpty()) {
        Optional<String> tag = session.visibleTag(untagged);
        session.ledger().imageUntagged(untagged);
        ImageReference.parse(untagged, session.policy().images().defaultRegistry())
            .ifPresent(name -> session.ledger().imageUntagged(name.familiar()));
        tag.ifPresent(name -> shown.addObject().put("Untagged", name));
      }
      if (!deleted.isEmpty()) {
        session.ledger().imageRemoved(deleted);
        shown.addObject().put("Deleted", deleted);
      }
    }
    return shown;
  }
}
