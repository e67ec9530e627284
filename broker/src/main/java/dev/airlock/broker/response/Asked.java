package dev.airlock.broker.response;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;

/// What a label says was asked for.
final class Asked {
  private static final ObjectMapper JSON = new ObjectMapper();

  private Asked() {}

  /// Missing if there is none.
  static JsonNode of(String label) {
    try {
      return label.isEmpty() ? MissingNode.getInstance() : JSON.readTree(label);
    } catch (JsonProcessingException e) {
      return MissingNode.getInstance();
    }
  }
}
