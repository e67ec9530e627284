package dev.airlock.broker.build;

import com.fasterxml.jackson.databind.JsonNode;
import dev.airlock.broker.json.MalformedJsonException;
import dev.airlock.broker.json.StrictJson;
import dev.airlock.broker.policy.Reason;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/// The sources of ADD: files of the context, never anything that the engine itself would fetch.
final class Sources {

  private static final Pattern FETCHED =
      Pattern.compile(
          "(?is).*://.*|git@.*|ssh:.*|git:.*|https?:.*|(?:www\\.)?(?:github|gitlab|bitbucket)\\.(?:com|org)/.*|.*\\.git(?:[#?].*)?");

  /// A beginning that no value of a variable can turn into a URL.
  private static final Pattern FIXED_BEGINNING =
      Pattern.compile("(?s)(?:\\.{0,2}/|(?!www\\.|github|gitlab|bitbucket)[A-Za-z0-9_.-]+/)[^:]*");

  private Sources() {}

  static void requireLocal(Instruction instruction, char escape) throws DockerfileException {
    List<String> words = words(instruction);
    for (String source : words.subList(0, Math.max(0, words.size() - 1))) {
      requireLocal(source, instruction, escape);
    }
  }

  private static void requireLocal(String source, Instruction instruction, char escape)
      throws DockerfileException {
    if (source.indexOf('"') >= 0
        || source.indexOf('\'') >= 0
        || source.indexOf(escape) >= 0
        || source.indexOf('\\') >= 0) {
      throw fetch(instruction, "a source of ADD has a quote or an escape");
    }
    int variable = source.indexOf('$');
    String literal = variable < 0 ? source : source.substring(0, variable);
    if (variable >= 0 && !FIXED_BEGINNING.matcher(literal).matches()) {
      throw fetch(
          instruction,
          "a source of ADD begins with a variable, which could be a URL: '"
              + StrictJson.printable(source)
              + "'");
    }
    if (FETCHED.matcher(source).matches()) {
      throw fetch(
          instruction,
          "ADD of '"
              + StrictJson.printable(source)
              + "' makes the engine fetch it outside the airlock");
    }
  }

  private static DockerfileException fetch(Instruction instruction, String detail) {
    return new DockerfileException(Reason.BUILD_FETCH, instruction.firstLine(), detail);
  }

  /// Sources and target, of the JSON form or the plain one.
  static List<String> words(Instruction instruction) throws DockerfileException {
    String rest = instruction.rest();
    if (!rest.startsWith("[")) {
      return List.of(rest.split("[\\t ]+", -1));
    }
    try {
      JsonNode list = StrictJson.parse(rest);
      List<String> words = new ArrayList<>();
      for (JsonNode item : list) {
        if (!item.isTextual()) {
          throw new MalformedJsonException("an item is no string");
        }
        words.add(item.textValue());
      }
      return words;
    } catch (MalformedJsonException e) {
      // The engine then reads it as words, or reads less of it.
      throw new DockerfileException(
          Reason.BUILD_DOCKERFILE,
          instruction.firstLine(),
          instruction.name().toUpperCase(Locale.ROOT) + " looks like JSON and is not");
    }
  }
}
