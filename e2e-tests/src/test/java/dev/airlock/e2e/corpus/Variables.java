package dev.airlock.e2e.corpus;

import static java.util.Objects.requireNonNull;

import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// What stands for `${name}` in a case.
final class Variables {

  private static final Pattern REFERENCE = Pattern.compile("\\$\\{([^}]+)}");
  private static final Pattern REPEAT = Pattern.compile("repeat ([0-9]+) (.+)");

  private final Map<String, String> values = new TreeMap<>();

  Variables(Map<String, String> values) {
    this.values.putAll(requireNonNull(values, "values is null"));
  }

  void put(String name, String value) {
    values.put(name, value);
  }

  String replaceIn(String text) {
    return REFERENCE
        .matcher(text)
        .replaceAll(match -> Matcher.quoteReplacement(value(match.group(1))));
  }

  private String value(String name) {
    Matcher repeat = REPEAT.matcher(name);
    if (repeat.matches()) {
      return repeat.group(2).repeat(Integer.parseInt(repeat.group(1)));
    }
    String value = values.get(name);
    if (value == null) {
      throw new IllegalArgumentException("no value for ${" + name + "}; there are " + values);
    }
    return value;
  }
}
