package dev.airlock.broker.stream;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/// The progress of a build, pull, load or import: names are put back, ids of images are noted.
public final class Progress {
  private static final String LOADED = "Loaded image ID: ";

  private final boolean ofBuild;
  private final UnaryOperator<String> clientText;
  private final Consumer<String> madeImage;
  private boolean failed;

  private Progress(boolean ofBuild, UnaryOperator<String> clientText, Consumer<String> madeImage) {
    this.ofBuild = ofBuild;
    this.clientText = clientText;
    this.madeImage = madeImage;
  }

  /// Reads the output of a build.
  ///
  /// @param clientText from the engine's text to the client's
  /// @param madeImage is told the id of each image that was made
  public static Progress ofBuild(UnaryOperator<String> clientText, Consumer<String> madeImage) {
    return new Progress(true, clientText, madeImage);
  }

  /// The same for a pull, load or import.
  public static Progress ofImages(UnaryOperator<String> clientText, Consumer<String> madeImage) {
    return new Progress(false, clientText, madeImage);
  }

  /// Whether the stream said that it has failed.
  public boolean hasFailed() {
    return failed;
  }

  /// What the client sees of one line.
  public Optional<JsonNode> show(JsonNode line) {
    if (!(line instanceof ObjectNode object)) {
      return Optional.empty();
    }
    failed |= object.has("error") || object.has("errorDetail");
    // SECURITY: `stream` of a build is what its steps print; only `aux` is the engine's own there.
    if (ofBuild) {
      note(object.path("aux").path("ID").asText(""));
    } else {
      note(object.path("status").asText(""));
      String text = object.path("stream").asText("").strip();
      note(text.startsWith(LOADED) ? text.substring(LOADED.length()) : "");
    }
    return Optional.of(translated(object));
  }

  private void note(String id) {
    if (id.startsWith("sha256:")) {
      madeImage.accept(id);
    }
  }

  private ObjectNode translated(ObjectNode line) {
    for (String member : new String[] {"stream", "status", "error", "id"}) {
      if (line.get(member) instanceof TextNode text) {
        line.put(member, clientText.apply(text.asText()));
      }
    }
    if (line.get("errorDetail") instanceof ObjectNode detail && detail.has("message")) {
      detail.put("message", clientText.apply(detail.path("message").asText("")));
    }
    return line;
  }
}
