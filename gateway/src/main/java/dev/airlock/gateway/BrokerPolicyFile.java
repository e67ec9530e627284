package dev.airlock.gateway;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// A broker's rules as a JSON file: `{"allow": ["example.org"], "allowImages": ["postgres:*"]}`.
///
/// @param allow hosts that images may be pulled from
/// @param allowImages globs of images that may be used
record BrokerPolicyFile(List<String> allow, List<String> allowImages) {
  static final BrokerPolicyFile EMPTY = new BrokerPolicyFile(List.of(), List.of());

  private static final JsonMapper STRICT =
      JsonMapper.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();
  private static final List<String> KEYS = List.of("allow", "allowImages");

  /// @throws IllegalArgumentException that says what is wrong with it
  static BrokerPolicyFile read(String file) throws IOException {
    JsonNode root;
    try {
      root = STRICT.readTree(Files.readString(Path.of(file)));
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(
          "'" + file + "' is not JSON: " + e.getOriginalMessage(), e);
    }
    if (!root.isObject()) {
      throw new IllegalArgumentException("'" + file + "' is not a JSON object");
    }
    for (String key : (Iterable<String>) root::fieldNames) {
      if (!KEYS.contains(key)) {
        throw new IllegalArgumentException(
            "'%s' has the unknown key '%s'; known are %s".formatted(file, key, KEYS));
      }
    }
    return new BrokerPolicyFile(
        texts(file, root, KEYS.getFirst()), texts(file, root, KEYS.getLast()));
  }

  private static List<String> texts(String file, JsonNode root, String key) {
    JsonNode list = root.path(key);
    if (list.isMissingNode()) {
      return List.of();
    }
    List<String> texts = new ArrayList<>();
    for (JsonNode text : list) {
      if (text.isTextual()) {
        texts.add(text.textValue());
      }
    }
    if (!list.isArray() || texts.size() != list.size()) {
      throw new IllegalArgumentException("'" + file + "': '" + key + "' is not a list of texts");
    }
    return List.copyOf(texts);
  }
}
