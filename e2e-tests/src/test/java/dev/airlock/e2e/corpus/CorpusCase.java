package dev.airlock.e2e.corpus;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/// One file of the corpus: what is expected, an empty line, and the request.
///
/// The request's head is written with LF, which becomes CRLF, and without framing fields, which the
/// framings add; a head that has its own `Content-Length` or `Transfer-Encoding` is sent as it is
/// written. With `head: escaped` the rest of the file, without line ends, is the whole of what is
/// sent.
///
/// `${name}` is replaced: `${workspace}`, `${n}` (another in each firing), `${Id}` (of the last
/// set-up case), `${1.Id}` (of the first), `${foreign.…}` (what other people have on the engine),
/// `${repeat N TEXT}`.
///
/// @param name path without suffix: `attack/create/privileged`
/// @param setups ordinary cases that are fired first, for the ids that the engine answers
/// @param request as it stands in the file, a char per byte
/// @param send what a client sends after the connection became a stream
record CorpusCase(
    String name,
    Expectation expectation,
    String why,
    List<String> setups,
    List<Check> checks,
    Optional<String> send,
    boolean oneVersion,
    boolean oneFraming,
    BodyNotation notation,
    boolean escapedHead,
    String request) {

  /// What the client must be answered.
  sealed interface Expectation {
    /// Refused; nothing upstream.
    ///
    /// @param status 400, 403 or 404; 0 where framings differ
    /// @param reason code of the rule, for 403
    record Refused(int status, Optional<String> reason) implements Expectation {}

    /// Forwarded and answered.
    record Answered(int status) implements Expectation {}
  }

  /// What must hold of the request that the engine got, or of the answer that the client got.
  ///
  /// @param operand text, or `/pointer = json`, or `/pointer absent`
  record Check(Subject subject, Kind kind, String operand) {
    enum Subject {
      FORWARDED,
      RESPONSE
    }

    enum Kind {
      CONTAINS,
      LACKS,
      JSON
    }
  }

  static List<CorpusCase> readAll(Path folder) {
    try (Stream<Path> files = Files.walk(folder)) {
      return files
          .filter(file -> file.toString().endsWith(".http"))
          .sorted()
          .map(file -> read(folder, file))
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static CorpusCase read(Path folder, Path file) {
    String name = folder.relativize(file).toString().replaceFirst("\\.http$", "");
    try {
      return parse(name, new String(Files.readAllBytes(file), ISO_8859_1));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static CorpusCase parse(String name, String text) {
    int end = text.indexOf("\n\n");
    if (end < 0) {
      throw new IllegalArgumentException(name + ": no empty line after the expectations");
    }
    Builder builder = new Builder(name);
    for (String line : text.substring(0, end).split("\n", -1)) {
      int colon = line.indexOf(": ");
      if (colon < 0) {
        throw new IllegalArgumentException(name + ": not 'key: value': " + line);
      }
      String value = line.substring(colon + 2);
      builder.set(line.substring(0, colon), new String(value.getBytes(ISO_8859_1), UTF_8));
    }
    return builder.build(text.substring(end + 2));
  }

  boolean isHead() {
    return request.startsWith("HEAD ");
  }

  boolean isAttack() {
    return expectation instanceof Expectation.Refused;
  }

  @Override
  public String toString() {
    return name;
  }

  private static final class Builder {
    private final String name;
    private Optional<Expectation> expectation = Optional.empty();
    private String why = "";
    private final List<String> setups = new ArrayList<>();
    private final List<Check> checks = new ArrayList<>();
    private Optional<String> send = Optional.empty();
    private boolean oneVersion;
    private boolean oneFraming;
    private BodyNotation notation = BodyNotation.TEXT;
    private boolean escapedHead;

    Builder(String name) {
      this.name = requireNonNull(name, "name is null");
    }

    void set(String key, String value) {
      switch (key) {
        case "expect" -> expectation = Optional.of(expectation(value));
        case "why" -> why = value;
        case "setup" -> setups.addAll(List.of(value.split(", *")));
        case "send" -> send = Optional.of(value);
        case "version" -> oneVersion = require(value, "as-written");
        case "framing" -> oneFraming = require(value, "as-written");
        case "body" ->
            notation = BodyNotation.valueOf(value.toUpperCase(Locale.ROOT).replace('-', '_'));
        case "head" -> escapedHead = require(value, "escaped");
        default -> checks.add(check(key, value));
      }
    }

    private boolean require(String value, String only) {
      if (!value.equals(only)) {
        throw new IllegalArgumentException(name + ": '" + value + "' is not '" + only + "'");
      }
      return true;
    }

    private Check check(String key, String value) {
      String[] parts = key.split("-", 2);
      try {
        return new Check(
            Check.Subject.valueOf(parts[0].toUpperCase(Locale.ROOT)),
            Check.Kind.valueOf(parts[parts.length - 1].toUpperCase(Locale.ROOT)),
            value);
      } catch (IllegalArgumentException e) {
        throw new IllegalArgumentException(name + ": unknown key '" + key + "'", e);
      }
    }

    private Expectation expectation(String value) {
      String[] words = value.split(" ", 2);
      return switch (words[0]) {
        case "400", "404" -> new Expectation.Refused(Integer.parseInt(words[0]), Optional.empty());
        case "refuse" ->
            words.length == 1
                ? new Expectation.Refused(0, Optional.empty())
                : new Expectation.Refused(403, Optional.of(words[1]));
        case "status" -> new Expectation.Answered(Integer.parseInt(words[1]));
        default -> throw new IllegalArgumentException(name + ": unknown expectation " + value);
      };
    }

    CorpusCase build(String request) {
      if (why.isEmpty()) {
        throw new IllegalArgumentException(name + ": no 'why'");
      }
      return new CorpusCase(
          name,
          expectation.orElseThrow(() -> new IllegalArgumentException(name + ": no 'expect'")),
          why,
          List.copyOf(setups),
          List.copyOf(checks),
          send,
          oneVersion,
          oneFraming,
          notation,
          escapedHead,
          request);
    }
  }
}
