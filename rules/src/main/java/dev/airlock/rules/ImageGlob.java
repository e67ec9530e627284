package dev.airlock.rules;

import static java.util.Objects.requireNonNull;

import java.util.Optional;
import java.util.regex.Pattern;

/// Which images may be used by name: `sandbox/*`, `registry.example:5000/team/**`, `postgres:16*`.
///
/// A glob is normalized as a reference is, so that `postgres` covers `library/postgres` of the
/// default registry and nothing of another one. `*` stands for any characters of one path component
/// or of the tag, `**` as a whole component for one component or more. The registry is literal.
/// Without a tag every tag and digest is covered; with one only references without a digest, since
/// the engine does not look at the tag beside a digest.
public final class ImageGlob {
  private static final Pattern GLOB =
      Pattern.compile(
          "(?:\\[[0-9a-f:]+](?::[0-9]+)?/)?[a-z0-9._*:/-]+(?::[A-Za-z0-9_.*-]+)?(?:@sha(?:256|512):[0-9a-f]+)?");

  private final String text;
  private final String registry;
  private final Pattern path;
  private final Optional<Pattern> tag;
  private final Optional<String> digest;

  private ImageGlob(
      String text, String registry, Pattern path, Optional<Pattern> tag, Optional<String> digest) {
    this.text = text;
    this.registry = registry;
    this.path = path;
    this.tag = tag;
    this.digest = digest;
  }

  /// Reads `[REGISTRY/]REPOSITORY-GLOB[:TAG-GLOB][@DIGEST]`.
  ///
  /// @throws IllegalArgumentException that says what is wrong and what to write
  public static ImageGlob parse(String text, DefaultRegistry defaultRegistry) {
    requireNonNull(text, "text is null");
    if (!GLOB.matcher(text).matches()) {
      throw new IllegalArgumentException(
          "image glob "
              + Printable.quote(text)
              + " is no image name with wildcards; write one as in"
              + " sandbox/* or postgres:16*");
    }
    int at = text.indexOf('@');
    String tagged = at < 0 ? text : text.substring(0, at);
    int colon = ImageReference.colonOfTag(tagged);
    String name = colon < 0 ? tagged : tagged.substring(0, colon);
    var split = ImageReference.SplitName.of(name, defaultRegistry);
    requireReadable(text, split);
    return new ImageGlob(
        text,
        split.registry(),
        pathPattern(split.path()),
        colon < 0 ? Optional.empty() : Optional.of(wildcards(tagged.substring(colon + 1))),
        at < 0 ? Optional.empty() : Optional.of(text.substring(at + 1)));
  }

  public boolean matches(ImageReference image) {
    return image.registry().equals(registry)
        && path.matcher(image.path()).matches()
        && digest.map(image.digest()::equals).orElse(true)
        && tag.map(t -> digest.isPresent() || matchesTag(t, image)).orElse(true);
  }

  /// As it was written.
  @Override
  public String toString() {
    return text;
  }

  private static boolean matchesTag(Pattern tag, ImageReference image) {
    // SECURITY: beside a digest the engine ignores the tag, so it proves nothing.
    return image.digest().isEmpty() && tag.matcher(image.tag()).matches();
  }

  private static void requireReadable(String text, ImageReference.SplitName split) {
    if (split.registry().indexOf('*') >= 0) {
      throw new IllegalArgumentException(
          "image glob "
              + Printable.quote(text)
              + " has a wildcard in its registry; write one glob a"
              + " registry");
    }
    for (String component : split.path().split("/", -1)) {
      if (component.isEmpty() || (component.contains("**") && !component.equals("**"))) {
        throw new IllegalArgumentException(
            "image glob "
                + Printable.quote(text)
                + (component.isEmpty()
                    ? " has an empty path component"
                    : " has ** beside other characters; ** is a whole path component"));
      }
    }
  }

  private static Pattern pathPattern(String path) {
    var regex = new StringBuilder();
    for (String component : path.split("/", -1)) {
      regex.append(regex.isEmpty() ? "" : "/");
      regex.append(component.equals("**") ? ".+" : wildcards(component).pattern());
    }
    return Pattern.compile(regex.toString());
  }

  private static Pattern wildcards(String glob) {
    var regex = new StringBuilder();
    for (int i = 0; i < glob.length(); i++) {
      char c = glob.charAt(i);
      regex.append(c == '*' ? "[^/]*" : Pattern.quote(String.valueOf(c)));
    }
    return Pattern.compile(regex.toString());
  }
}
