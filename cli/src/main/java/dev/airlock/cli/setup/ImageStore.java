package dev.airlock.cli.setup;

import com.fasterxml.jackson.databind.JsonNode;
import dev.airlock.cli.CliException;
import dev.airlock.cli.engine.Engine;
import dev.airlock.cli.engine.EngineRequest;
import dev.airlock.compose.images.BuildContext;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// Our images on an engine: the id of each by each of its tags.
final class ImageStore {
  private static final String FILTERS = "{\"reference\":[\"sandbox/*\"]}";

  private final Map<String, String> idsByTag;

  private ImageStore(Map<String, String> idsByTag) {
    this.idsByTag = Map.copyOf(idsByTag);
  }

  static ImageStore of(Engine engine) {
    return new ImageStore(EngineRequest.speaks(engine) ? asked(engine) : listed(engine));
  }

  Optional<String> id(String reference) {
    return Optional.ofNullable(idsByTag.get(reference));
  }

  /// What earlier versions built under this name; a user's own tags do not look like a digest.
  Stream<String> superseded(BuildContext context) {
    Pattern digests = Pattern.compile(Pattern.quote(context.image()) + ":[0-9a-f]{16}");
    return idsByTag.keySet().stream()
        .filter(digests.asMatchPredicate())
        .filter(tag -> !tag.equals(context.reference()))
        .sorted();
  }

  /// One request: every `run` begins with it.
  private static Map<String, String> asked(Engine engine) {
    Map<String, String> ids = new HashMap<>();
    try {
      JsonNode images =
          EngineRequest.get(
              engine.host(),
              "/v%s/images/json?filters=%s"
                  .formatted(
                      engine.apiVersion(), URLEncoder.encode(FILTERS, StandardCharsets.UTF_8)));
      for (JsonNode image : images) {
        image.path("RepoTags").forEach(tag -> ids.put(tag.asText(), image.path("Id").asText()));
      }
      return ids;
    } catch (IOException e) {
      throw new CliException(
          e,
          "the engine at '" + engine.host() + "' does not list its images: " + e.getMessage(),
          "the engine's own log may say more");
    }
  }

  private static Map<String, String> listed(Engine engine) {
    Map<String, String> ids = new HashMap<>();
    List<String> lines =
        Tool.lines(
            engine.environment(),
            List.of(
                engine.dockerCli().toString(),
                "image",
                "ls",
                "--no-trunc",
                "--filter",
                "reference=sandbox/*",
                "--format",
                "{{.Repository}}:{{.Tag}} {{.ID}}"));
    for (String line : lines) {
      int space = line.indexOf(' ');
      ids.put(line.substring(0, space), line.substring(space + 1));
    }
    return ids;
  }
}
