package dev.airlock.broker.build;

import dev.airlock.broker.json.StrictJson;
import dev.airlock.broker.policy.Reason;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The ARGs before the first FROM, and their values in FROM: `$X`, `${X}`, `${X:-word}`,
/// `${X:+word}`; anything else is refused.
final class Variables {

  private static final Pattern REFERENCE =
      Pattern.compile(
          "\\$(?:([A-Za-z_][A-Za-z0-9_]*)|\\{([A-Za-z_][A-Za-z0-9_]*)(?:(:[-+])([^${}]*))?})");
  private static final Pattern ARGUMENT =
      Pattern.compile("([A-Za-z_][A-Za-z0-9_]*)(?:=(.*))?", Pattern.DOTALL);

  private final Map<String, String> given;
  private final Map<String, String> values = new HashMap<>();
  private final Set<String> unknown = new HashSet<>();
  private boolean anyMayBeSet;

  /// @param given build arguments that have a value
  Variables(Map<String, String> given) {
    this.given = Map.copyOf(given);
  }

  void declare(Instruction argument) throws DockerfileException {
    for (String word : argument.rest().split("[\\t ]+", -1)) {
      Matcher matcher = ARGUMENT.matcher(word);
      if (!matcher.matches()) {
        // Quoted, or of another form: which variable it sets is unknown.
        anyMayBeSet = true;
        continue;
      }
      String name = matcher.group(1);
      String defaultValue = matcher.group(2);
      if (given.containsKey(name)) {
        values.put(name, given.getOrDefault(name, ""));
      } else if (defaultValue != null) {
        String plain = unquoted(defaultValue);
        if (isPlain(plain)) {
          values.put(name, expand(plain, argument));
        } else {
          unknown.add(name);
        }
      }
    }
  }

  private static String unquoted(String text) {
    boolean quoted =
        text.length() >= 2
            && (text.charAt(0) == '"' || text.charAt(0) == '\'')
            && text.charAt(text.length() - 1) == text.charAt(0)
            && text.indexOf('$') < 0;
    return quoted ? text.substring(1, text.length() - 1) : text;
  }

  private static boolean isPlain(String text) {
    return text.indexOf('"') < 0
        && text.indexOf('\'') < 0
        && text.indexOf('\\') < 0
        && text.indexOf('`') < 0;
  }

  /// @throws DockerfileException if a variable has no value that is known for sure
  String expand(String text, Instruction where) throws DockerfileException {
    if (!isPlain(text)) {
      throw unknown(where, text);
    }
    Matcher matcher = REFERENCE.matcher(text);
    StringBuilder out = new StringBuilder();
    int at = 0;
    while (matcher.find()) {
      out.append(text, at, matcher.start()).append(value(matcher, where, text));
      at = matcher.end();
    }
    out.append(text.substring(at));
    if (out.indexOf("$") >= 0) {
      throw unknown(where, text);
    }
    return out.toString();
  }

  private String value(Matcher matcher, Instruction where, String text) throws DockerfileException {
    String name = matcher.group(1) == null ? matcher.group(2) : matcher.group(1);
    if (anyMayBeSet || unknown.contains(name)) {
      throw unknown(where, text);
    }
    String value = values.get(name);
    String operator = matcher.group(3);
    if (operator == null) {
      if (value == null) {
        throw unknown(where, text);
      }
      return value;
    }
    String word = matcher.group(4);
    boolean set = value != null && !value.isEmpty();
    if (operator.equals(":+")) {
      return set ? word : "";
    }
    return value == null || value.isEmpty() ? word : value;
  }

  private static DockerfileException unknown(Instruction where, String text) {
    return new DockerfileException(
        Reason.BUILD_BASE,
        where.firstLine(),
        "'" + StrictJson.printable(text) + "' has a variable whose value is not known here");
  }
}
