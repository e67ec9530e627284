package dev.airlock.http1;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/// A conformance vector: `key: value` lines, an empty line, then the bytes of a connection.
///
/// @param refusal the violation's code, or empty if every message is accepted
/// @param body of the last message
/// @param raw one character per byte
record Vector(
    String name,
    Optional<String> refusal,
    String reader,
    String requestMethod,
    Optional<String> target,
    Optional<String> body,
    Optional<Integer> messages,
    String raw) {

  static Stream<Vector> all() throws IOException {
    Path root = Path.of("src/test/resources/vectors");
    try (Stream<Path> files = Files.walk(root)) {
      return files
          .filter(Files::isRegularFile)
          .sorted()
          .map(file -> read(root.relativize(file).toString(), file))
          .toList()
          .stream();
    }
  }

  private static Vector read(String name, Path file) {
    try {
      return parse(name, Files.readAllBytes(file));
    } catch (IOException e) {
      throw new IllegalStateException(name + " cannot be read", e);
    }
  }

  private static Vector parse(String name, byte[] file) {
    int head = new String(file, ISO_8859_1).indexOf("\n\n");
    if (!name.endsWith(".http") || head < 0) {
      throw new IllegalArgumentException(name + " is not a vector");
    }
    Map<String, String> keys = new LinkedHashMap<>();
    for (String line : new String(file, 0, head, UTF_8).split("\n", -1)) {
      String[] keyAndValue = line.split(": ?", 2);
      keys.put(keyAndValue[0], keyAndValue[1]);
    }
    String expect = required(name, keys, "expect");
    required(name, keys, "why");
    Vector vector =
        new Vector(
            name,
            expect.equals("accept")
                ? Optional.empty()
                : Optional.of(expect.substring("refuse ".length())),
            Optional.ofNullable(keys.remove("reader")).orElse("origin"),
            Optional.ofNullable(keys.remove("request-method")).orElse("GET"),
            Optional.ofNullable(keys.remove("target")),
            Optional.ofNullable(keys.remove("body")),
            Optional.ofNullable(keys.remove("messages")).map(Integer::valueOf),
            new String(file, head + 2, file.length - head - 2, ISO_8859_1));
    if (!keys.isEmpty()) {
      throw new IllegalArgumentException(name + " has unknown keys " + keys.keySet());
    }
    return vector;
  }

  private static String required(String name, Map<String, String> keys, String key) {
    String value = keys.remove(key);
    if (value == null || value.isBlank()) {
      throw new IllegalArgumentException(name + " has no '" + key + "'");
    }
    return value;
  }

  byte[] bytes() {
    return raw.getBytes(ISO_8859_1);
  }

  @Override
  public String toString() {
    return name;
  }
}
