package dev.airlock.broker.schema;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.airlock.broker.json.StrictJson;
import dev.airlock.broker.policy.Reason;
import dev.airlock.broker.policy.RefusedException;
import java.util.Map;
import java.util.Optional;

/// Holds a body against its schema.
///
/// @param sent a new object with what goes upstream as it is; inspectors add to it
/// @param asked the whole body, known to have the right shape: what inspectors read
public record Screening(ObjectNode sent, ObjectNode asked) {

  public Screening {
    requireNonNull(sent, "sent is null");
    requireNonNull(asked, "asked is null");
  }

  /// Screens a body.
  ///
  /// @throws RefusedException if a key is unknown, a value has the wrong shape, or a rule says no
  public static Screening screen(JsonNode body, Shape.Struct schema) throws RefusedException {
    if (!(body instanceof ObjectNode object)) {
      throw RefusedException.malformed("the body is not a JSON object");
    }
    return new Screening(struct(object, schema, ""), object);
  }

  /// SECURITY: exact case and known keys only: Go folds case, and a later version may know more
  /// keys.
  private static ObjectNode struct(ObjectNode object, Shape.Struct schema, String path)
      throws RefusedException {
    ObjectNode sent = JsonNodeFactory.instance.objectNode();
    for (Map.Entry<String, JsonNode> entry : object.properties()) {
      if (schema.dropsNulls() && entry.getValue().isNull() && !isKnown(schema, entry.getKey())) {
        continue;
      }
      Field field = field(schema, entry.getKey(), path);
      String at = path.isEmpty() ? field.name() : path + "." + field.name();
      Optional<JsonNode> kept = field(field, entry.getValue(), at);
      kept.ifPresent(value -> sent.set(field.name(), value));
    }
    return sent;
  }

  private static boolean isKnown(Shape.Struct schema, String key) {
    return schema.fields().stream().anyMatch(field -> field.name().equals(key));
  }

  private static Field field(Shape.Struct schema, String key, String path) throws RefusedException {
    for (Field field : schema.fields()) {
      if (field.name().equals(key)) {
        return field;
      }
    }
    String where = path.isEmpty() ? "" : " in " + path;
    for (Field field : schema.fields()) {
      if (fold(field.name()).equals(fold(key))) {
        throw RefusedException.malformed(
            "key '"
                + StrictJson.printable(key)
                + "'"
                + where
                + " is spelled '"
                + field.name()
                + "'");
      }
    }
    throw RefusedException.malformed(
        "key '" + StrictJson.printable(key) + "'" + where + " is unknown");
  }

  /// As Go's decoder compares keys: `ſ` and the Kelvin sign are letters s and k to it.
  public static String fold(String key) {
    StringBuilder out = new StringBuilder(key.length());
    key.codePoints()
        .map(c -> Character.toLowerCase(Character.toUpperCase(c)))
        .forEach(out::appendCodePoint);
    return out.toString();
  }

  private static Optional<JsonNode> field(Field field, JsonNode value, String at)
      throws RefusedException {
    JsonNode kept = shaped(field.shape(), value, at);
    return switch (field.rule()) {
      case Rule.Free ignored -> Optional.of(kept);
      case Rule.Matching matching -> {
        requireMatch(matching, kept, at);
        yield Optional.of(kept);
      }
      case Rule.Range range -> {
        if (!value.isNull()
            && (value.longValue() < range.least() || value.longValue() > range.most())) {
          throw denied(
              range.reason(),
              at + " is " + value + ", not " + range.least() + " to " + range.most());
        }
        yield Optional.of(kept);
      }
      case Rule.OneOf oneOf -> {
        if (!value.isNull()
            && !value.textValue().isEmpty()
            && !oneOf.values().contains(value.textValue())) {
          throw denied(oneOf.reason(), at + " is '" + shown(value) + "'");
        }
        yield Optional.of(kept);
      }
      case Rule.Inspected ignored -> Optional.empty();
      case Rule.Dropped ignored -> Optional.empty();
      case Rule.EmptyOnly empty -> {
        if (!isZero(value, field.shape())) {
          throw denied(empty.reason(), at + " is " + shown(value));
        }
        yield Optional.empty();
      }
      case Rule.NullOnly absent -> {
        if (!value.isNull()) {
          throw denied(absent.reason(), at + " is " + shown(value));
        }
        yield Optional.empty();
      }
    };
  }

  private static void requireMatch(Rule.Matching matching, JsonNode value, String at)
      throws RefusedException {
    if (value.isTextual()) {
      if (!value.textValue().isEmpty()
          && !matching.pattern().matcher(value.textValue()).matches()) {
        throw RefusedException.malformed(at + " is '" + shown(value) + "'");
      }
    } else {
      int index = 0;
      for (JsonNode item : value) {
        requireMatch(matching, item, at + "[" + index++ + "]");
      }
    }
  }

  private static JsonNode shaped(Shape shape, JsonNode value, String at) throws RefusedException {
    if (value.isNull()) {
      return value;
    }
    return switch (shape) {
      case Shape.Text ignored -> require(value.isTextual(), value, "a string", at);
      case Shape.Flag ignored -> require(value.isBoolean(), value, "a boolean", at);
      case Shape.Int ignored -> require(value.isIntegralNumber(), value, "an integer", at);
      case Shape.Words ignored ->
          value.isTextual()
              ? JsonNodeFactory.instance.arrayNode().add(value)
              : items(Shapes.TEXT, value, at);
      case Shape.Items items -> items(items.item(), value, at);
      case Shape.Entries entries -> entries(entries.value(), value, at);
      case Shape.Struct struct -> {
        require(value.isObject(), value, "an object", at);
        yield struct((ObjectNode) value, struct, at);
      }
    };
  }

  private static ArrayNode items(Shape item, JsonNode value, String at) throws RefusedException {
    require(value.isArray(), value, "a list", at);
    ArrayNode sent = JsonNodeFactory.instance.arrayNode();
    for (int i = 0; i < value.size(); i++) {
      String here = at + "[" + i + "]";
      require(!value.get(i).isNull(), value.get(i), "a value", here);
      sent.add(shaped(item, value.get(i), here));
    }
    return sent;
  }

  private static ObjectNode entries(Shape shape, JsonNode value, String at)
      throws RefusedException {
    require(value.isObject(), value, "an object", at);
    ObjectNode sent = JsonNodeFactory.instance.objectNode();
    for (Map.Entry<String, JsonNode> entry : value.properties()) {
      String here = at + "['" + StrictJson.printable(entry.getKey()) + "']";
      require(
          !(shape instanceof Shape.Text && entry.getValue().isNull()),
          entry.getValue(),
          "a string",
          here);
      sent.set(entry.getKey(), shaped(shape, entry.getValue(), here));
    }
    return sent;
  }

  private static JsonNode require(boolean holds, JsonNode value, String what, String at)
      throws RefusedException {
    if (!holds) {
      throw RefusedException.malformed(at + " is " + shown(value) + ", not " + what);
    }
    return value;
  }

  /// Whether it is what Go has without being told: null, false, 0, the empty string, list or
  /// object, or an object of such.
  public static boolean isZero(JsonNode value) {
    if (value.isObject()) {
      return value.valueStream().allMatch(Screening::isZero);
    }
    return switch (value.getNodeType()) {
      case NULL, MISSING -> true;
      case BOOLEAN -> !value.booleanValue();
      case NUMBER -> value.longValue() == 0;
      case STRING -> value.textValue().isEmpty();
      case ARRAY -> value.isEmpty();
      case OBJECT, BINARY, POJO -> false;
    };
  }

  /// As {@link #isZero(JsonNode)}, but a map with keys is never zero, whatever their values.
  private static boolean isZero(JsonNode value, Shape shape) {
    return isZero(value) && !(shape instanceof Shape.Entries && !value.isEmpty());
  }

  private static RefusedException denied(Reason reason, String detail) {
    return new RefusedException(reason.because(detail));
  }

  private static String shown(JsonNode value) {
    return StrictJson.printable(value.isTextual() ? value.textValue() : value.toString());
  }
}
