package dev.airlock.broker.route;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.airlock.broker.json.MalformedJsonException;
import dev.airlock.broker.json.StrictJson;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// Reads a raw query into typed parameters: known keys only, one value each save where a key
/// repeats.
final class QueryReader {

  /// More parameters than any client sends.
  static final int MAX_PARAMETERS = 256;

  private static final Set<String> FALSE = Set.of("", "0", "no", "false", "none");
  private static final Set<String> TRUE = Set.of("1", "yes", "true");
  private static final Pattern INTEGER = Pattern.compile("-?(?:0|[1-9][0-9]{0,18})");
  private static final Pattern TIME =
      Pattern.compile(
          "[0-9]{1,19}(?:\\.[0-9]{1,9})?"
              + "|-1"
              + "|[0-9]{4}-[0-9]{2}-[0-9]{2}(?:T[0-9:]{2,8}(?:\\.[0-9]{1,9})?(?:Z|[+-][0-9]{2}:[0-9]{2})?)?"
              + "|(?:[0-9]{1,9}(?:\\.[0-9]{1,9})?(?:h|m|s|ms|us|ns)){1,6}");

  private QueryReader() {}

  static QueryParams read(Optional<String> query, Route route) throws NotCanonicalException {
    if (query.isEmpty() || query.get().isEmpty()) {
      return QueryParams.EMPTY;
    }
    Map<String, List<String>> values = new LinkedHashMap<>();
    String[] pairs = query.get().split("&", -1);
    if (pairs.length > MAX_PARAMETERS) {
      throw new NotCanonicalException("more than " + MAX_PARAMETERS + " query parameters");
    }
    for (String pair : pairs) {
      int equals = pair.indexOf('=');
      String key = PercentCoding.decodeQuery(equals < 0 ? pair : pair.substring(0, equals));
      String value = equals < 0 ? "" : PercentCoding.decodeQuery(pair.substring(equals + 1));
      QueryKey known = known(route, key);
      String typed = typed(known, value);
      List<String> all = values.computeIfAbsent(key, k -> new ArrayList<>());
      if (!known.repeatable() && !all.isEmpty()) {
        // SECURITY: engines and proxies differ in which of two values they take.
        throw new NotCanonicalException("query parameter '" + key + "' comes twice");
      }
      all.add(typed);
    }
    route.query().stream()
        .filter(key -> key.type() == QueryType.IGNORED)
        .forEach(key -> values.remove(key.name()));
    return new QueryParams(values);
  }

  private static QueryKey known(Route route, String key) throws NotCanonicalException {
    for (QueryKey known : route.query()) {
      if (known.name().equals(key)) {
        return known;
      }
    }
    String keys = route.query().stream().map(QueryKey::name).collect(Collectors.joining(", "));
    throw new NotCanonicalException(
        "query parameter '"
            + StrictJson.printable(key)
            + "' is unknown to "
            + route.id()
            + (keys.isEmpty() ? ", which has none" : ", which has " + keys));
  }

  private static String typed(QueryKey key, String value) throws NotCanonicalException {
    return switch (key.type()) {
      case FLAG -> flag(key, value);
      case INTEGER -> matching(INTEGER, key, value, "an integer");
      case TIME -> value.isEmpty() ? value : matching(TIME, key, value, "a time or a duration");
      case TEXT, IGNORED -> text(key, value);
      case FILTERS -> value.isEmpty() ? "" : filters(key, value);
      case JSON -> value.isEmpty() ? "" : json(key, value).toString();
    };
  }

  private static String flag(QueryKey key, String value) throws NotCanonicalException {
    String lower = value.strip().toLowerCase(Locale.ROOT);
    if (FALSE.contains(lower)) {
      return "false";
    }
    if (TRUE.contains(lower)) {
      return "true";
    }
    throw wrong(key, value, "a boolean");
  }

  private static String matching(Pattern pattern, QueryKey key, String value, String what)
      throws NotCanonicalException {
    if (!pattern.matcher(value).matches()) {
      throw wrong(key, value, what);
    }
    return value;
  }

  private static String text(QueryKey key, String value) throws NotCanonicalException {
    for (int i = 0; i < value.length(); i++) {
      if (Character.isISOControl(value.charAt(i))
          && value.charAt(i) != '\n'
          && value.charAt(i) != '\t') {
        throw wrong(key, value, "text without control characters");
      }
    }
    return value;
  }

  private static JsonNode json(QueryKey key, String value) throws NotCanonicalException {
    try {
      return StrictJson.parse(value);
    } catch (MalformedJsonException e) {
      throw new NotCanonicalException("query parameter '" + key.name() + "': " + e.getMessage());
    }
  }

  /// Both `{"label":["a"]}` and the old `{"label":{"a":true}}`, which means the same.
  private static String filters(QueryKey key, String value) throws NotCanonicalException {
    ObjectNode canonical = JsonNodeFactory.instance.objectNode();
    JsonNode parsed = json(key, value);
    if (parsed.isNull()) {
      return "";
    }
    if (!parsed.isObject()) {
      throw wrong(key, value, "a JSON object");
    }
    for (Map.Entry<String, JsonNode> entry : parsed.properties()) {
      ArrayNode list = canonical.putArray(entry.getKey());
      if (entry.getValue().isArray()) {
        for (JsonNode item : entry.getValue()) {
          list.add(filterText(key, item));
        }
      } else if (entry.getValue().isObject()) {
        for (Map.Entry<String, JsonNode> item : entry.getValue().properties()) {
          if (!item.getValue().isBoolean() || !item.getValue().booleanValue()) {
            throw wrong(key, value, "a map of maps to true");
          }
          list.add(item.getKey());
        }
      } else {
        throw wrong(key, value, "a map of lists");
      }
    }
    return canonical.toString();
  }

  private static String filterText(QueryKey key, JsonNode item) throws NotCanonicalException {
    if (!item.isTextual()) {
      throw wrong(key, item.toString(), "a map of lists of strings");
    }
    return item.textValue();
  }

  private static NotCanonicalException wrong(QueryKey key, String value, String what) {
    return new NotCanonicalException(
        "query parameter '"
            + key.name()
            + "' is '"
            + StrictJson.printable(value)
            + "', not "
            + what);
  }
}
