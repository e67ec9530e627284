package dev.airlock.broker.inspect;

import dev.airlock.broker.json.StrictJson;
import dev.airlock.broker.policy.Reason;
import dev.airlock.broker.policy.RefusedException;
import dev.airlock.broker.policy.SessionNames;
import dev.airlock.rules.ImageReference;
import java.io.IOException;
import java.util.Optional;
import java.util.regex.Pattern;

/// Decides which image a client's reference means, and whether the session may use it.
///
/// The session's own tag comes first, then what a glob allows by its normalised name, then an id:
/// of an image that the session made, or that has an allowed name. Any other image is absent.
final class ImageResolver {

  private static final Pattern ID = Pattern.compile("(?:sha256:)?([0-9a-f]{4,64})");

  private ImageResolver() {}

  /// The reference that goes upstream: always with a tag, a digest, or a full id, so that the
  /// engine cannot take a name for an id.
  static String usable(World world, String reference) throws RefusedException, IOException {
    Optional<String> found = find(world, reference);
    if (found.isEmpty()) {
      throw RefusedException.notFound("No such image: " + StrictJson.printable(reference));
    }
    return found.get();
  }

  /// As {@link #usable}, empty if the image is not usable.
  static Optional<String> find(World world, String reference) throws IOException {
    Optional<ImageReference> name =
        ImageReference.parse(reference, world.policy().images().defaultRegistry());
    if (name.isPresent()) {
      Optional<String> own = ownTag(world, name.get());
      if (own.isPresent()) {
        return own;
      }
      if (allowed(world, name.get())) {
        return allowedByName(world, name.get());
      }
    }
    var matcher = ID.matcher(reference);
    return matcher.matches() ? byId(world, matcher.group(1)) : Optional.empty();
  }

  /// The session's own tag of the name, if it has one.
  static Optional<String> ownTag(World world, ImageReference name) {
    if (name.tag().isEmpty()) {
      return Optional.empty();
    }
    SessionNames names = world.policy().names();
    Optional<String> translated = names.engineTag(name).map(ImageReference::familiar);
    if (translated.isPresent() && world.objects().ownsTag(translated.get())) {
      return translated;
    }
    return world.objects().ownsTag(name.familiar())
        ? Optional.of(name.familiar())
        : Optional.empty();
  }

  static boolean allowed(World world, ImageReference name) {
    return world.policy().allowsImage(name);
  }

  static boolean isSessionTag(ImageReference name) {
    return SessionNames.isSessionTag(name);
  }

  /// SECURITY: an engine may look for a digest alone; the name must belong to it.
  private static Optional<String> allowedByName(World world, ImageReference name)
      throws IOException {
    if (name.digest().isEmpty()) {
      return Optional.of(name.familiar());
    }
    return world
        .lookups()
        .image(name.familiar())
        .filter(image ->
            image.repoDigests().stream()
                .anyMatch(d ->
                    ImageReference.parse(d, world.policy().images().defaultRegistry())
                        .equals(Optional.of(name))))
        .map(image -> name.familiar());
  }

  private static Optional<String> byId(World world, String digits) throws IOException {
    Optional<String> own = world.objects().image("sha256:" + digits);
    if (own.isPresent()) {
      return own;
    }
    return world
        .lookups()
        .imageById(digits)
        .filter(
            image -> world.objects().image(image.id()).isPresent() || hasAllowedTag(world, image))
        .map(Lookups.Image::id);
  }

  static boolean hasAllowedTag(World world, Lookups.Image image) {
    return image.repoTags().stream()
        .map(tag -> ImageReference.parse(tag, world.policy().images().defaultRegistry()))
        .flatMap(Optional::stream)
        .anyMatch(name -> allowed(world, name));
  }

  /// The engine's name for a tag that the client makes.
  static String newTag(World world, String repository, String tag) throws RefusedException {
    String reference = tag.isEmpty() ? repository : repository + ":" + tag;
    ImageReference asked =
        ImageReference.parse(reference, world.policy().images().defaultRegistry())
            .orElseThrow(() ->
                RefusedException.malformed(
                    "invalid reference format: '" + StrictJson.printable(reference) + "'"));
    // What the session saved has its own tags as the engine spells them.
    ImageReference name = world.policy().names().clientTag(asked.familiar()).orElse(asked);
    if (isSessionTag(name)) {
      throw RefusedException.denied(
          Reason.RESERVED_NAME, "the tag is '" + StrictJson.printable(reference) + "'");
    }
    return world
        .policy()
        .names()
        .engineTag(name)
        .map(ImageReference::familiar)
        .orElseThrow(() ->
            RefusedException.denied(
                Reason.TAG_NOT_TRANSLATABLE, "'" + StrictJson.printable(reference) + "'"));
  }
}
