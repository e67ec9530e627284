package dev.airlock.broker.policy;

import static java.util.Objects.requireNonNull;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/// An image reference as the engine understands it, normalised: registry, full repository path, and
/// a tag or a digest.
///
/// `alpine` is the default registry's `library/alpine:latest`. Immutable.
///
/// @param registry host with an optional port; empty for the default registry
/// @param path the repository, `library/` added where the engine adds it
/// @param tag empty only if there is a digest
/// @param digest `sha256:…` or empty; it wins over a tag, which is then dropped, as the engine does
public record ImageName(String registry, String path, String tag, String digest) {

  private static final Pattern COMPONENT =
      Pattern.compile("[a-z0-9]+(?:(?:\\.|_|__|-+)[a-z0-9]+)*");
  private static final Pattern TAG = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9_.-]{0,127}");
  private static final Pattern DIGEST = Pattern.compile("sha256:[0-9a-f]{64}");
  private static final Pattern REGISTRY =
      Pattern.compile(
          "(?:[a-z0-9](?:[a-z0-9-]*[a-z0-9])?(?:\\.[a-z0-9](?:[a-z0-9-]*[a-z0-9])?)*|\\[[0-9a-f:]+])(?::[0-9]{1,5})?");
  private static final int REPOSITORY_LENGTH = 255;

  public ImageName {
    requireNonNull(registry, "registry is null");
    requireNonNull(path, "path is null");
    requireNonNull(tag, "tag is null");
    requireNonNull(digest, "digest is null");
    if (tag.isEmpty() == digest.isEmpty()) {
      throw new IllegalArgumentException("an image name has either a tag or a digest");
    }
  }

  /// Reads a reference strictly.
  ///
  /// @param defaultRegistry host of the engine's default registry; its own name and the name
  ///   without a leading `index.` mean the same
  /// @return empty if the engine would not take it either, if it is a bare image id, or if its
  ///   registry has upper-case letters
  public static Optional<ImageName> parse(String text, String defaultRegistry) {
    String rest = text;
    String digest = "";
    int at = rest.indexOf('@');
    if (at >= 0) {
      digest = rest.substring(at + 1);
      rest = rest.substring(0, at);
      if (!DIGEST.matcher(digest).matches()) {
        return Optional.empty();
      }
    }
    String tag = "";
    int colon = rest.lastIndexOf(':');
    if (colon > rest.lastIndexOf('/')) {
      tag = rest.substring(colon + 1);
      rest = rest.substring(0, colon);
      if (!TAG.matcher(tag).matches()) {
        return Optional.empty();
      }
    }
    String registry = "";
    int slash = rest.indexOf('/');
    if (slash > 0 && namesRegistry(rest.substring(0, slash))) {
      registry = rest.substring(0, slash);
      rest = rest.substring(slash + 1);
      if (!REGISTRY.matcher(registry).matches() || !portFits(registry)) {
        return Optional.empty();
      }
    }
    if (isDefault(registry, defaultRegistry)) {
      registry = "";
      rest = rest.indexOf('/') < 0 ? "library/" + rest : rest;
    }
    for (String component : rest.split("/", -1)) {
      if (!COMPONENT.matcher(component).matches()) {
        return Optional.empty();
      }
    }
    // SECURITY: 64 hexadecimal digits are an image id to the engine, never a name.
    if (rest.length() + registry.length() > REPOSITORY_LENGTH
        || text.matches("(?:sha256:)?[0-9a-f]{64}")) {
      return Optional.empty();
    }
    return Optional.of(
        digest.isEmpty()
            ? new ImageName(registry, rest, tag.isEmpty() ? "latest" : tag, "")
            : new ImageName(registry, rest, "", digest));
  }

  private static boolean namesRegistry(String component) {
    return component.indexOf('.') >= 0
        || component.indexOf(':') >= 0
        || component.equals("localhost")
        || !component.equals(component.toLowerCase(Locale.ROOT));
  }

  private static boolean portFits(String registry) {
    int colon = registry.lastIndexOf(':');
    return colon < 0
        || registry.endsWith("]")
        || Integer.parseInt(registry.substring(colon + 1)) <= 65_535;
  }

  private static boolean isDefault(String registry, String defaultRegistry) {
    return registry.isEmpty()
        || registry.equals(defaultRegistry)
        || defaultRegistry.equals("index." + registry);
  }

  /// The shortest spelling that the engine understands as this name and never as an id: always with
  /// tag or digest.
  public String familiar() {
    String repository =
        registry.isEmpty()
            ? path.startsWith("library/") && path.indexOf('/') == path.lastIndexOf('/')
                ? path.substring("library/".length())
                : path
            : registry + "/" + path;
    return digest.isEmpty() ? repository + ":" + tag : repository + "@" + digest;
  }

  /// The repository without tag or digest, as {@link #familiar} spells it.
  public String repository() {
    String name = familiar();
    return digest.isEmpty()
        ? name.substring(0, name.length() - tag.length() - 1)
        : name.substring(0, name.indexOf('@'));
  }

  @Override
  public String toString() {
    return familiar();
  }
}
