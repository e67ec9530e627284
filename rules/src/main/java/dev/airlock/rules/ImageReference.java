package dev.airlock.rules;

import static java.util.Objects.requireNonNull;

import java.util.Optional;
import java.util.regex.Pattern;

/// An image by name, normalized as the engine does it: `web` and `EXAMPLE/library/web:latest` with
/// the default registry's name in full are the same image.
///
/// @param registry host, with its port if it has one; the default registry's canonical name if the
///   reference had none
/// @param repository path below the registry, `library/` included
/// @param tag as written; with a digest the engine does not look at it
/// @param digest `sha256:…`
public record ImageReference(
    String registry, String repository, Optional<String> tag, Optional<String> digest) {
  private static final int MAX_NAME_CHARACTERS = 255;
  private static final String OFFICIAL_PREFIX = "library/";
  private static final String DEFAULT_TAG = "latest";

  private static final Pattern REGISTRY =
      Pattern.compile(
          "(?:[a-z0-9](?:[a-z0-9-]*[a-z0-9])?(?:\\.[a-z0-9](?:[a-z0-9-]*[a-z0-9])?)*"
              + "|\\[[0-9a-f:]+])(?::[1-9][0-9]{0,4})?");
  private static final String COMPONENT = "[a-z0-9]+(?:(?:\\.|_|__|-+)[a-z0-9]+)*";
  private static final Pattern REPOSITORY = Pattern.compile(COMPONENT + "(?:/" + COMPONENT + ")*");
  private static final Pattern TAG = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9_.-]{0,127}");
  private static final Pattern DIGEST = Pattern.compile("sha256:[0-9a-f]{64}|sha512:[0-9a-f]{128}");
  private static final Pattern ID = Pattern.compile("(?:sha256:)?[0-9a-f]{1,64}");

  public ImageReference {
    requireNonNull(registry, "registry is null");
    requireNonNull(repository, "repository is null");
    requireNonNull(tag, "tag is null");
    requireNonNull(digest, "digest is null");
  }

  /// Reads `[REGISTRY/]REPOSITORY[:TAG][@DIGEST]`.
  ///
  /// Stricter than the engine: no upper case but in the tag.
  ///
  /// @throws IllegalArgumentException that says what is wrong, with the value escaped
  public static ImageReference parse(String text, DefaultRegistry defaultRegistry) {
    int at = text.indexOf('@');
    String tagged = at < 0 ? text : text.substring(0, at);
    Optional<String> digest = at < 0 ? Optional.empty() : Optional.of(text.substring(at + 1));
    int colon = colonOfTag(tagged);
    String name = colon < 0 ? tagged : tagged.substring(0, colon);
    Optional<String> tag = colon < 0 ? Optional.empty() : Optional.of(tagged.substring(colon + 1));

    requireMatch(text, digest, DIGEST, "its digest is not sha256:… or sha512:… in lower case");
    requireMatch(text, tag, TAG, "its tag has a character no tag has, or more than 128");
    if (name.length() > MAX_NAME_CHARACTERS) {
      throw new IllegalArgumentException(
          "image " + Printable.quote(text) + ": its name is too long");
    }
    if (name.matches("[0-9a-f]{64}")) {
      throw new IllegalArgumentException(
          "image " + Printable.quote(text) + ": 64 hexadecimal digits are an id, not a name");
    }
    SplitName split = SplitName.of(name, defaultRegistry);
    requireMatch(
        text, Optional.of(split.registry()), REGISTRY, "its registry is not a host in lower case");
    requireMatch(
        text,
        Optional.of(split.repository()),
        REPOSITORY,
        "its repository is not lower-case words joined by one of . _ - or /");
    return new ImageReference(split.registry(), split.repository(), tag, digest);
  }

  /// Whether the engine could read the text as an image id, or the beginning of one, as well as a
  /// name: it tries names first and then ids, so a name that no image has may mean a foreign image.
  public static boolean couldBeId(String text) {
    return ID.matcher(text).matches();
  }

  /// The tag the engine looks up when there is no digest.
  public String tagOrLatest() {
    return tag.orElse(DEFAULT_TAG);
  }

  /// Registry and repository: `registry.example/team/app`.
  public String name() {
    return registry + "/" + repository;
  }

  /// In full, as the engine takes it.
  @Override
  public String toString() {
    return name() + tag.map(t -> ":" + t).orElse("") + digest.map(d -> "@" + d).orElse("");
  }

  /// Where `:TAG` begins; a colon before the last slash belongs to the registry's port.
  static int colonOfTag(String text) {
    int colon = text.lastIndexOf(':');
    return colon > text.lastIndexOf('/') ? colon : -1;
  }

  /// A name cut where the engine cuts it: the first component is a registry if it has a dot or a
  /// port, is `localhost`, or has upper case.
  record SplitName(String registry, String repository) {
    static SplitName of(String name, DefaultRegistry defaultRegistry) {
      int slash = name.indexOf('/');
      String first = slash < 0 ? "" : name.substring(0, slash);
      boolean hasRegistry =
          first.equals("localhost") || first.chars().anyMatch(SplitName::onlyInRegistries);
      String registry = hasRegistry ? defaultRegistry.canonical(first) : defaultRegistry.name();
      String path = hasRegistry ? name.substring(slash + 1) : name;
      boolean official =
          registry.equals(defaultRegistry.name()) && path.indexOf('/') < 0 && !path.equals("**");
      return new SplitName(registry, official ? OFFICIAL_PREFIX + path : path);
    }

    private static boolean onlyInRegistries(int c) {
      return c == '.' || c == ':' || Character.isUpperCase(c);
    }
  }

  private static void requireMatch(
      String text, Optional<String> part, Pattern pattern, String problem) {
    if (part.isPresent() && !pattern.matcher(part.get()).matches()) {
      throw new IllegalArgumentException("image " + Printable.quote(text) + ": " + problem);
    }
  }
}
