package dev.airlock.broker.inspect;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// One file of `vectors/`: header lines, a blank line, and a request in HTTP's own form with its
/// body.
///
/// Header lines: `expect: allow`, `expect: remove`, `expect: refuse CODE`, `expect: malformed` or
/// `expect: absent`; `why: …`; and any number of `sent: TEXT` and `unsent: TEXT`, which the request
/// that goes upstream has or has not.
@SuppressWarnings("ArrayRecordComponent") // a test's value, never compared
record Vector(
    String name,
    String expect,
    String why,
    List<String> sent,
    List<String> unsent,
    String method,
    String path,
    Optional<String> query,
    Map<String, List<String>> fields,
    byte[] body) {

  static Vector read(Path file) throws IOException {
    String text = Files.readString(file, StandardCharsets.UTF_8);
    int blank = text.indexOf("\n\n");
    Map<String, List<String>> header = new HashMap<>();
    for (String line : text.substring(0, blank).split("\n", -1)) {
      int colon = line.indexOf(": ");
      if (colon < 0) {
        throw new IllegalArgumentException(file + ": header line without a colon: " + line);
      }
      String key = line.substring(0, colon);
      if (!List.of("expect", "why", "sent", "unsent").contains(key)) {
        throw new IllegalArgumentException(file + ": unknown key " + key);
      }
      header.computeIfAbsent(key, k -> new ArrayList<>()).add(line.substring(colon + 2));
    }
    String request = text.substring(blank + 2);
    int headEnd = request.indexOf("\n\n");
    String head = headEnd < 0 ? request.stripTrailing() : request.substring(0, headEnd);
    String body = headEnd < 0 ? "" : request.substring(headEnd + 2);
    List<String> lines = List.of(head.split("\n", -1));
    String[] line = lines.getFirst().split(" ", -1);
    int question = line[1].indexOf('?');
    Map<String, List<String>> fields = new HashMap<>();
    for (String field : lines.subList(1, lines.size())) {
      int colon = field.indexOf(':');
      fields
          .computeIfAbsent(
              field.substring(0, colon).toLowerCase(Locale.ROOT), k -> new ArrayList<>())
          .add(field.substring(colon + 1).strip());
    }
    return new Vector(
        file.getName(file.getNameCount() - 2) + "/" + file.getFileName(),
        header.getOrDefault("expect", List.of("")).getFirst(),
        header.getOrDefault("why", List.of("")).getFirst(),
        header.getOrDefault("sent", List.of()),
        header.getOrDefault("unsent", List.of()),
        line[0],
        question < 0 ? line[1] : line[1].substring(0, question),
        question < 0 ? Optional.empty() : Optional.of(line[1].substring(question + 1)),
        fields,
        body.stripTrailing().getBytes(StandardCharsets.UTF_8));
  }

  @Override
  public String toString() {
    return name;
  }
}
