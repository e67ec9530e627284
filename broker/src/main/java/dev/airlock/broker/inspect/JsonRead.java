package dev.airlock.broker.inspect;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Reads values of a body that was screened: absent and null are the zero value, as in Go.
final class JsonRead {

  private JsonRead() {}

  static ObjectNode object() {
    return JsonNodeFactory.instance.objectNode();
  }

  static ObjectNode object(JsonNode parent, String key) {
    return parent.get(key) instanceof ObjectNode node ? node : object();
  }

  static String text(JsonNode parent, String key) {
    JsonNode value = parent.get(key);
    return value != null && value.isTextual() ? value.textValue() : "";
  }

  static long number(JsonNode parent, String key) {
    JsonNode value = parent.get(key);
    return value != null && value.isNumber() ? value.longValue() : 0;
  }

  static boolean flag(JsonNode parent, String key) {
    JsonNode value = parent.get(key);
    return value != null && value.isBoolean() && value.booleanValue();
  }

  static List<String> texts(JsonNode parent, String key) {
    List<String> texts = new ArrayList<>();
    if (parent.get(key) instanceof ArrayNode value) {
      value.forEach(item -> texts.add(item.textValue()));
    }
    return texts;
  }

  static List<JsonNode> items(JsonNode parent, String key) {
    List<JsonNode> items = new ArrayList<>();
    if (parent.get(key) instanceof ArrayNode value) {
      value.forEach(items::add);
    }
    return items;
  }

  static Map<String, JsonNode> entries(JsonNode parent, String key) {
    Map<String, JsonNode> entries = new LinkedHashMap<>();
    object(parent, key).properties().forEach(e -> entries.put(e.getKey(), e.getValue()));
    return entries;
  }
}
