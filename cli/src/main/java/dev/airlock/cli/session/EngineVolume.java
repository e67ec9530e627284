package dev.airlock.cli.session;

import com.github.dockerjava.api.exception.NotFoundException;
import com.github.dockerjava.api.model.Container;
import dev.airlock.cli.CliException;
import dev.airlock.compose.SessionLabels;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The volume in which a private engine's images and containers survive the session.
///
/// SECURITY: a private engine may write anything into it. So it is one that was made for this,
/// never another that happens to have the name.
final class EngineVolume {
  private EngineVolume() {}

  /// Makes the volume that the request names, if it names one and it is not there.
  ///
  /// @throws CliException if it is somebody else's, or in use
  static void require(EngineObjects objects, SessionRequest request) {
    if (request.docker() instanceof DockerChoice.Rootless rootless
        && !rootless.volume().isEmpty()) {
      require(objects, rootless.volume());
    }
  }

  private static void require(EngineObjects objects, String name) {
    Optional<Map<String, String>> labels = labels(objects, name);
    if (labels.isEmpty()) {
      objects
          .client()
          .createVolumeCmd()
          .withName(name)
          .withLabels(Map.of(SessionLabels.ENGINE_VOLUME, "rootless"))
          .exec();
      return;
    }
    if (!"rootless".equals(labels.get().get(SessionLabels.ENGINE_VOLUME))) {
      throw new CliException(
          "volume '" + name + "' was not made for a rootless private engine",
          "name one that does not exist yet: it is made");
    }
    // Two daemons on the same data would destroy it.
    objects.client().listContainersCmd().withFilter("volume", List.of(name)).exec().stream()
        .findFirst()
        .ifPresent(user -> {
          throw new CliException(
              "volume '%s' is in use by the private engine of session '%s'"
                  .formatted(name, sessionName(user)),
              "wait for its end, or name another volume");
        });
  }

  private static Optional<Map<String, String>> labels(EngineObjects objects, String name) {
    try {
      Map<String, String> labels = objects.client().inspectVolumeCmd(name).exec().getLabels();
      return Optional.of(labels == null ? Map.of() : labels);
    } catch (NotFoundException e) {
      return Optional.empty();
    }
  }

  private static String sessionName(Container container) {
    return container.getLabels().getOrDefault(SessionLabels.NAME, container.getId());
  }
}
