package dev.airlock.broker.policy;

import static java.util.Objects.requireNonNull;

import dev.airlock.rules.DefaultRegistry;
import dev.airlock.rules.ImageReference;
import java.util.Optional;

/// The names of a session's own volumes and image tags on the engine, where the engine would
/// silently share them, and back.
///
/// Volume `db` is `sandbox-<session>_db`; tag `app:latest` is
/// `sandbox-session/<session>/app:latest`; a tag with a registry is
/// `sandbox-registry/<session>/<host>__<port>/…` (a registry name cannot hold an underscore, so the
/// way back is exact).
///
/// SECURITY: a session's tag can thereby never shadow an image that another session or the host
/// uses.
public record SessionNames(String sessionId, DefaultRegistry defaultRegistry) {

  private static final String OWN = "sandbox-session/";
  private static final String OWN_REGISTRY = "sandbox-registry/";

  public SessionNames {
    requireNonNull(sessionId, "sessionId is null");
    requireNonNull(defaultRegistry, "defaultRegistry is null");
  }

  /// The engine's name of the volume that the client calls so.
  public String engineVolume(String clientName) {
    return volumePrefix() + clientName;
  }

  /// The client's name of a volume, if the name is one that {@link #engineVolume} makes.
  public Optional<String> clientVolume(String engineName) {
    return engineName.startsWith(volumePrefix())
        ? Optional.of(engineName.substring(volumePrefix().length()))
        : Optional.empty();
  }

  private String volumePrefix() {
    return "sandbox-" + sessionId + "_";
  }

  /// The engine's tag for a tag of the client's.
  ///
  /// @return empty if the name has a digest, or a registry that is an IPv6 address, or becomes too
  ///   long
  public Optional<ImageReference> engineTag(ImageReference clientName) {
    if (clientName.tag().isEmpty() || clientName.registry().startsWith("[")) {
      return Optional.empty();
    }
    String path =
        clientName.registry().isEmpty()
            ? OWN + sessionId + "/" + clientName.repository()
            : OWN_REGISTRY
                + sessionId
                + "/"
                + clientName.registry().replace(":", "__")
                + "/"
                + clientName.path();
    return ImageReference.parse(path + ":" + clientName.tag(), defaultRegistry);
  }

  /// Whether a tag has the form of those that sessions make, this one or another.
  public static boolean isSessionTag(ImageReference engineTag) {
    return engineTag.registry().isEmpty()
        && (engineTag.path().startsWith(OWN) || engineTag.path().startsWith(OWN_REGISTRY));
  }

  /// The client's tag of an engine's tag, if it is one that {@link #engineTag} makes.
  public Optional<ImageReference> clientTag(String engineTag) {
    String own = OWN + sessionId + "/";
    String ownRegistry = OWN_REGISTRY + sessionId + "/";
    if (engineTag.startsWith(own)) {
      return ImageReference.parse(engineTag.substring(own.length()), defaultRegistry);
    }
    if (engineTag.startsWith(ownRegistry)) {
      String rest = engineTag.substring(ownRegistry.length());
      int slash = rest.indexOf('/');
      return slash < 0
          ? Optional.empty()
          : ImageReference.parse(
              rest.substring(0, slash).replace("__", ":") + rest.substring(slash), defaultRegistry);
    }
    return Optional.empty();
  }
}
