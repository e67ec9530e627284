package dev.airlock.gateway;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// A sidecar's arguments by flag: `--flag VALUE` and `--flag=VALUE` are the same.
///
/// Values are read by the methods of this class, which note what is wrong with them in {@link
/// #problems()}, so that all of it is said at once.
final class Arguments {
  private final Map<String, List<String>> values = new LinkedHashMap<>();
  private final Problems problems = new Problems();
  private final List<Flag> flags;

  private Arguments(List<Flag> flags) {
    this.flags = flags;
  }

  static Arguments parse(List<String> words, List<Flag> flags) {
    Arguments arguments = new Arguments(flags);
    for (int i = 0; i < words.size(); i++) {
      String word = words.get(i);
      int equals = word.indexOf('=');
      String name = equals < 0 ? word : word.substring(0, equals);
      if (!word.startsWith("-")) {
        arguments.problems.add("unexpected argument '" + word + "'", "flags begin with '--'");
        continue;
      }
      boolean known = flags.stream().anyMatch(flag -> flag.name().equals(name));
      if (equals >= 0) {
        arguments.put(name, word.substring(equals + 1), known);
      } else if (i + 1 < words.size() && (known || !words.get(i + 1).startsWith("-"))) {
        i++;
        arguments.put(name, words.get(i), known);
      } else if (known) {
        arguments.problems.add("'" + name + "' has no value", "write " + name + " VALUE");
      } else {
        arguments.put(name, "", false);
      }
    }
    return arguments;
  }

  private void put(String name, String value, boolean known) {
    if (!known) {
      problems.add(
          "unknown flag '" + name + "'",
          Nearest.of(name, flags.stream().map(Flag::name).toList())
              .map(near -> "did you mean '" + near + "'?")
              .orElse("'--help' lists the flags"));
      return;
    }
    List<String> before = values.computeIfAbsent(name, key -> new ArrayList<>());
    boolean repeatable = flags.stream().anyMatch(f -> f.name().equals(name) && f.repeatable());
    if (!before.isEmpty() && !repeatable) {
      problems.add("'" + name + "' is given twice", "give it once");
    }
    before.add(value);
  }

  /// All values of a flag that may be repeated.
  List<String> all(String name) {
    return List.copyOf(values.getOrDefault(name, List.of()));
  }

  /// The value of a flag.
  Optional<String> one(String name) {
    return all(name).stream().findFirst();
  }

  /// The value of a flag, read by a function that says what is wrong by an
  /// IllegalArgumentException.
  <T> Optional<T> one(String name, Reader<T> reader) {
    return one(name).flatMap(text -> read(name, text, reader));
  }

  <T> List<T> all(String name, Reader<T> reader) {
    return all(name).stream().flatMap(text -> read(name, text, reader).stream()).toList();
  }

  private <T> Optional<T> read(String name, String text, Reader<T> reader) {
    try {
      return Optional.of(reader.read(text));
    } catch (IllegalArgumentException e) {
      problems.add("'" + name + "': " + e.getMessage(), "'--help' shows how it is written");
    } catch (java.io.IOException e) {
      problems.add(
          "'" + name + " " + text + "' cannot be read: " + e.getMessage(),
          "name what this process can read");
    }
    return Optional.empty();
  }

  Problems problems() {
    return problems;
  }

  /// Reads a value.
  interface Reader<T> {
    T read(String text) throws java.io.IOException;
  }
}
