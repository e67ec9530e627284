package dev.airlock.broker.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.LongNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;

/// Reads JSON so that the engine's parser can only read the same: strict UTF-8, no duplicate keys,
/// nothing after the value, no lone surrogates, and of numbers only 64-bit integers in their plain
/// spelling, since no request of the Engine API has another.
///
/// Keys that differ from a known one in case alone are refused by the schema, which knows which
/// objects are structures.
public final class StrictJson {

  /// Deeper than any body of the Engine API.
  public static final int MAX_DEPTH = 32;

  private static final int ESCAPE_FROM = 0x20;
  private static final int SHOWN_CHARS = 60;

  private static final JsonFactory FACTORY =
      JsonFactory.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
          .streamReadConstraints(StreamReadConstraints.builder().maxNestingDepth(MAX_DEPTH).build())
          .build();

  private StrictJson() {}

  /// Parses one value that fills the bytes.
  public static JsonNode parse(byte[] bytes) throws MalformedJsonException {
    return parse(decode(bytes));
  }

  /// Parses one value that fills the text.
  public static JsonNode parse(String text) throws MalformedJsonException {
    if (!text.isEmpty() && text.charAt(0) == '\uFEFF') {
      throw new MalformedJsonException("JSON begins with a byte order mark");
    }
    try (JsonParser parser = FACTORY.createParser(text)) {
      if (parser.nextToken() == null) {
        throw new MalformedJsonException("JSON is empty");
      }
      JsonNode value = value(parser);
      if (parser.nextToken() != null) {
        throw new MalformedJsonException("JSON is followed by more" + at(parser));
      }
      return value;
    } catch (JsonProcessingException e) {
      throw new MalformedJsonException(
          "JSON is malformed: " + printable(e.getOriginalMessage()) + at(e));
    } catch (IOException e) {
      throw new IllegalStateException("a string has no input errors", e);
    }
  }

  /// Decodes strict UTF-8: overlong forms, surrogates and cut sequences are refused.
  public static String decode(byte[] bytes) throws MalformedJsonException {
    try {
      return StandardCharsets.UTF_8
          .newDecoder()
          .onMalformedInput(CodingErrorAction.REPORT)
          .onUnmappableCharacter(CodingErrorAction.REPORT)
          .decode(ByteBuffer.wrap(bytes))
          .toString();
    } catch (CharacterCodingException e) {
      throw new MalformedJsonException("JSON is not UTF-8");
    }
  }

  /// Text for a message: control characters and everything beyond ASCII escaped, and cut.
  public static String printable(String text) {
    return printable(text, SHOWN_CHARS);
  }

  /// As {@link #printable(String)}, cut after so many characters.
  public static String printable(String text, int most) {
    StringBuilder out = new StringBuilder();
    for (int i = 0; i < Math.min(text.length(), most); i++) {
      char c = text.charAt(i);
      if (c < ESCAPE_FROM || c > '~') {
        out.append(String.format("\\u%04x", (int) c));
      } else {
        out.append(c);
      }
    }
    return text.length() > most ? out + "…" : out.toString();
  }

  private static JsonNode value(JsonParser parser) throws IOException, MalformedJsonException {
    JsonToken token = parser.currentToken();
    return switch (token) {
      case START_OBJECT -> object(parser);
      case START_ARRAY -> array(parser);
      case VALUE_STRING -> TextNode.valueOf(scalar(parser.getText(), parser));
      case VALUE_NUMBER_INT -> integer(parser);
      case VALUE_TRUE -> BooleanNode.TRUE;
      case VALUE_FALSE -> BooleanNode.FALSE;
      case VALUE_NULL -> NullNode.instance;
      case VALUE_NUMBER_FLOAT ->
          throw new MalformedJsonException(
              "number " + printable(parser.getText()) + " is not a plain integer" + at(parser));
      case NOT_AVAILABLE, END_OBJECT, END_ARRAY, FIELD_NAME, VALUE_EMBEDDED_OBJECT ->
          throw new MalformedJsonException("JSON is malformed" + at(parser));
    };
  }

  private static ObjectNode object(JsonParser parser) throws IOException, MalformedJsonException {
    ObjectNode node = JsonNodeFactory.instance.objectNode();
    while (parser.nextToken() != JsonToken.END_OBJECT) {
      String key = scalar(parser.currentName(), parser);
      parser.nextToken();
      node.set(key, value(parser));
    }
    return node;
  }

  private static ArrayNode array(JsonParser parser) throws IOException, MalformedJsonException {
    ArrayNode node = JsonNodeFactory.instance.arrayNode();
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      node.add(value(parser));
    }
    return node;
  }

  private static LongNode integer(JsonParser parser) throws IOException, MalformedJsonException {
    try {
      return LongNode.valueOf(Long.parseLong(parser.getText()));
    } catch (NumberFormatException e) {
      throw new MalformedJsonException(
          "number " + printable(parser.getText()) + " is beyond 64 bits" + at(parser));
    }
  }

  private static String scalar(String text, JsonParser parser) throws MalformedJsonException {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == 0) {
        throw new MalformedJsonException("a string holds NUL" + at(parser));
      }
      if (Character.isHighSurrogate(c)
          && i + 1 < text.length()
          && Character.isLowSurrogate(text.charAt(i + 1))) {
        i++;
      } else if (Character.isSurrogate(c)) {
        // SECURITY: Go replaces it with U+FFFD, so that two different keys or values could meet.
        throw new MalformedJsonException("a string holds half a surrogate pair" + at(parser));
      }
    }
    return text;
  }

  private static String at(JsonParser parser) {
    return " before character " + parser.currentLocation().getCharOffset();
  }

  private static String at(JsonProcessingException e) {
    return e.getLocation() == null ? "" : " before character " + e.getLocation().getCharOffset();
  }
}
