package dev.airlock.rules;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// A DNS name in its canonical form: lower-case ASCII labels, no trailing dot.
///
/// Labels have letters, digits, hyphens and underscores (container names have those), 63 at most,
/// and the name 253. Internationalized names exist only as A-labels (`xn--…`): a look-alike letter
/// cannot occur. A name whose last label is a number is an address in some spelling, never a name
/// (as in the URL Standard): no resolver gets to read it as one.
public record HostName(String text) implements HostTarget {
  private static final int MAX_CHARACTERS = 253;
  private static final int MAX_LABEL_CHARACTERS = 63;

  public HostName {
    requireNonNull(text, "text is null");
    problemWith(text, text)
        .ifPresent(problem -> {
          throw new IllegalArgumentException(problem);
        });
  }

  static HostTarget parse(String host) {
    String withoutRootDot = host.endsWith(".") ? host.substring(0, host.length() - 1) : host;
    String canonical = lowerCaseAscii(withoutRootDot);
    Optional<String> problem = problemWith(host, canonical);
    return problem.isPresent() ? new MalformedHost(problem.get()) : new HostName(canonical);
  }

  /// The labels from left to right.
  public List<String> labels() {
    return labelsOf(text);
  }

  /// Whether it is `parent` itself or any name below it.
  public boolean isWithin(HostName parent) {
    return text.equals(parent.text) || text.endsWith("." + parent.text);
  }

  @Override
  public String toString() {
    return text;
  }

  /// Whether the last label is a decimal or hexadecimal number.
  static boolean endsInNumber(String host) {
    String name = host.endsWith(".") ? host.substring(0, host.length() - 1) : host;
    String last = name.substring(name.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
    if (last.startsWith("0x")) {
      return last.substring(2).chars().allMatch(c -> Character.digit(c, 16) >= 0 && c < 0x80);
    }
    return !last.isEmpty() && last.chars().allMatch(c -> c >= '0' && c <= '9');
  }

  private static Optional<String> problemWith(String original, String name) {
    if (name.isEmpty()) {
      return Optional.of("the host is empty");
    }
    if (name.length() > MAX_CHARACTERS) {
      return Optional.of("the host has " + name.length() + " characters, 253 is the most");
    }
    String host = "host " + Printable.quote(original) + " ";
    for (String label : labelsOf(name)) {
      String problem = problemWithLabel(label);
      if (!problem.isEmpty()) {
        return Optional.of(host + problem);
      }
    }
    return endsInNumber(name) ? Optional.of(host + "ends in a number") : Optional.empty();
  }

  private static String problemWithLabel(String label) {
    if (label.isEmpty()) {
      return "has an empty label";
    }
    if (label.length() > MAX_LABEL_CHARACTERS) {
      return "has a label of " + label.length() + " characters, 63 is the most";
    }
    for (int i = 0; i < label.length(); i++) {
      char c = label.charAt(i);
      if (c >= 0x80) {
        return "is not ASCII: write an internationalized name with its A-labels (xn--…)";
      }
      if (!isLabelCharacter(c)) {
        return "contains " + Printable.quote(String.valueOf(c)) + ", which no host name has";
      }
    }
    boolean hyphenAtEnd = label.startsWith("-") || label.endsWith("-");
    return hyphenAtEnd ? "has a label that starts or ends with a hyphen" : "";
  }

  private static boolean isLabelCharacter(char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '_';
  }

  // SECURITY: ASCII only. Unicode case mapping would turn the Kelvin sign into a k.
  private static String lowerCaseAscii(String text) {
    var lower = new StringBuilder(text.length());
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      lower.append(c >= 'A' && c <= 'Z' ? (char) (c + ('a' - 'A')) : c);
    }
    return lower.toString();
  }

  private static List<String> labelsOf(String name) {
    return List.of(name.split("\\.", -1));
  }
}
