package dev.airlock.rules;

import static java.util.Objects.requireNonNull;

import java.util.Optional;
import java.util.regex.Pattern;

/// An image by name, normalized as the engine does it: registry, full repository path, and a tag or
/// a digest.
///
/// `web` and `EXAMPLE/library/web:latest` with the default registry's name in full are the same
/// image.
///
/// @param registry host with an optional port; empty for the default registry
/// @param path the repository, `library/` added where the engine adds it
/// @param tag empty only if there is a digest
/// @param digest `sha256:…`, `sha512:…` or empty; it wins over a tag, which is then dropped, as the
///   engine does
public record ImageReference(String registry, String path, String tag, String digest) {
  private static final int MAX_NAME_CHARACTERS = 255;
  private static final int MAX_PORT = 65_535;
  private static final String OFFICIAL_PREFIX = "library/";
  private static final String DEFAULT_TAG = "latest";

  private static final Pattern REGISTRY =
      Pattern.compile(
          "(?:[a-z0-9](?:[a-z0-9-]*[a-z0-9])?(?:\\.[a-z0-9](?:[a-z0-9-]*[a-z0-9])?)*"
              + "|\\[[0-9a-f:]+])(?::[1-9][0-9]{0,4})?");
  private static final String COMPONENT = "[a-z0-9]+(?:(?:\\.|_|__|-+)[a-z0-9]+)*";
  private static final Pattern PATH = Pattern.compile(COMPONENT + "(?:/" + COMPONENT + ")*");
  private static final Pattern TAG = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9_.-]{0,127}");
  private static final Pattern DIGEST = Pattern.compile("sha256:[0-9a-f]{64}|sha512:[0-9a-f]{128}");
  private static final Pattern ID = Pattern.compile("[0-9a-f]{64}|sha256:[0-9a-f]{64}");

  public ImageReference {
    requireNonNull(registry, "registry is null");
    requireNonNull(path, "path is null");
    requireNonNull(tag, "tag is null");
    requireNonNull(digest, "digest is null");
    if (tag.isEmpty() == digest.isEmpty()) {
      throw new IllegalArgumentException("an image reference has either a tag or a digest");
    }
  }

  /// Reads `[REGISTRY/]REPOSITORY[:TAG][@DIGEST]` strictly.
  ///
  /// @return empty if the engine would not take it either, if it is an image id, or if it has upper
  ///   case elsewhere than in the tag
  public static Optional<ImageReference> parse(String text, DefaultRegistry defaultRegistry) {
    int at = text.indexOf('@');
    String tagged = at < 0 ? text : text.substring(0, at);
    int colon = colonOfTag(tagged);
    String name = colon < 0 ? tagged : tagged.substring(0, colon);
    String tag = colon < 0 ? DEFAULT_TAG : tagged.substring(colon + 1);
    String digest = at < 0 ? "" : text.substring(at + 1);
    SplitName split = SplitName.of(name, defaultRegistry);
    // SECURITY: 64 hexadecimal digits are an image id to the engine, never a name.
    boolean isName =
        !ID.matcher(text).matches()
            && !ID.matcher(name).matches()
            && (split.registry().isEmpty() || isRegistry(split.registry()))
            && PATH.matcher(split.path()).matches()
            && split.name().length() <= MAX_NAME_CHARACTERS
            && TAG.matcher(tag).matches()
            && (at < 0 || DIGEST.matcher(digest).matches());
    return isName
        ? Optional.of(new ImageReference(split.registry(), split.path(), at < 0 ? tag : "", digest))
        : Optional.empty();
  }

  private static boolean isRegistry(String text) {
    if (!REGISTRY.matcher(text).matches()) {
      return false;
    }
    int colon = text.endsWith("]") ? -1 : text.lastIndexOf(':');
    return colon < 0 || Integer.parseInt(text.substring(colon + 1)) <= MAX_PORT;
  }

  /// The shortest spelling that the engine understands as this name and never as an id: always with
  /// tag or digest.
  public String familiar() {
    return repository() + (digest.isEmpty() ? ":" + tag : "@" + digest);
  }

  /// The repository without tag or digest, as {@link #familiar} spells it.
  public String repository() {
    if (!registry.isEmpty()) {
      return registry + "/" + path;
    }
    boolean official =
        path.startsWith(OFFICIAL_PREFIX) && path.indexOf('/') == path.lastIndexOf('/');
    return official ? path.substring(OFFICIAL_PREFIX.length()) : path;
  }

  @Override
  public String toString() {
    return familiar();
  }

  /// Where `:TAG` begins; a colon before the last slash belongs to the registry's port.
  static int colonOfTag(String text) {
    int colon = text.lastIndexOf(':');
    return colon > text.lastIndexOf('/') ? colon : -1;
  }

  /// A name cut where the engine cuts it: the first component is a registry if it has a dot or a
  /// port, is `localhost`, or has upper case.
  ///
  /// @param registry empty for the default one
  record SplitName(String registry, String path) {
    static SplitName of(String name, DefaultRegistry defaultRegistry) {
      int slash = name.indexOf('/');
      String first = slash < 0 ? "" : name.substring(0, slash);
      boolean hasRegistry =
          first.equals("localhost") || first.chars().anyMatch(SplitName::onlyInRegistries);
      String path = hasRegistry ? name.substring(slash + 1) : name;
      if (hasRegistry && !defaultRegistry.isMeantBy(first)) {
        return new SplitName(first, path);
      }
      boolean official = path.indexOf('/') < 0 && !path.equals("**");
      return new SplitName("", official ? OFFICIAL_PREFIX + path : path);
    }

    private static boolean onlyInRegistries(int c) {
      return c == '.' || c == ':' || Character.isUpperCase(c);
    }

    String name() {
      return registry.isEmpty() ? path : registry + "/" + path;
    }
  }
}
