package dev.airlock.egress.policy;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadFeature;
import dev.airlock.rules.Printable;
import dev.airlock.rules.RuleText;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/// A policy as a JSON file: `{"allow": ["example.org", "*.example.org:8443"]}`.
///
/// @param allow the rules as they stand there, each with file and line; not yet read
/// @param problems everything that is wrong with the file itself, for people
public record PolicyFile(List<RuleText> allow, List<String> problems) {
  private static final JsonFactory STRICT =
      JsonFactory.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build();
  private static final List<String> KEYS = List.of("allow");

  public PolicyFile {
    allow = List.copyOf(allow);
    problems = List.copyOf(problems);
  }

  /// Reads all of it; what is wrong is in the result.
  ///
  /// @param name of the file, for messages
  public static PolicyFile parse(String name, String json) {
    requireNonNull(name, "name is null");
    return new Reader(name).read(json);
  }

  private static final class Reader {
    private final String name;
    private final List<RuleText> allow = new ArrayList<>();
    private final List<String> problems = new ArrayList<>();

    Reader(String name) {
      this.name = name;
    }

    PolicyFile read(String json) {
      try (JsonParser parser = STRICT.createParser(json)) {
        if (parser.nextToken() == JsonToken.START_OBJECT) {
          readObject(parser);
        } else {
          problems.add(name + ": not a JSON object; write {\"allow\": [\"example.org\"]}");
        }
        if (parser.nextToken() != null) {
          problems.add(at(parser) + ": text follows the object; remove it");
        }
      } catch (JsonProcessingException e) {
        var location = e.getLocation();
        int line = location == null ? 1 : location.getLineNr();
        problems.add(name + ":" + line + ": not JSON: " + e.getOriginalMessage());
      } catch (IOException e) {
        throw new IllegalStateException("reading from memory failed", e);
      }
      return new PolicyFile(allow, problems);
    }

    private void readObject(JsonParser parser) throws IOException {
      while (parser.nextToken() == JsonToken.FIELD_NAME) {
        String key = parser.currentName();
        parser.nextToken();
        if (key.equals("allow")) {
          readAllow(parser);
        } else {
          problems.add(
              at(parser)
                  + ": unknown key "
                  + Printable.quote(key)
                  + "; "
                  + NearestWord.hint(key, KEYS));
          parser.skipChildren();
        }
      }
    }

    private void readAllow(JsonParser parser) throws IOException {
      if (parser.currentToken() != JsonToken.START_ARRAY) {
        problems.add(at(parser) + ": 'allow' is not a list; write \"allow\": [\"example.org\"]");
        parser.skipChildren();
        return;
      }
      while (parser.nextToken() != JsonToken.END_ARRAY) {
        if (parser.currentToken() == JsonToken.VALUE_STRING) {
          allow.add(new RuleText(parser.getText(), at(parser)));
        } else {
          problems.add(at(parser) + ": a rule is not a string; write \"example.org\"");
          parser.skipChildren();
        }
      }
    }

    private String at(JsonParser parser) {
      return name + ":" + parser.currentTokenLocation().getLineNr();
    }
  }
}
