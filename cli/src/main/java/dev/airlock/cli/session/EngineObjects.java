package dev.airlock.cli.session;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;
import static java.util.stream.Collectors.toCollection;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.async.ResultCallback;
import com.github.dockerjava.api.command.InspectContainerResponse;
import com.github.dockerjava.api.exception.ConflictException;
import com.github.dockerjava.api.exception.NotFoundException;
import com.github.dockerjava.api.model.Container;
import com.github.dockerjava.api.model.Frame;
import com.github.dockerjava.api.model.Image;
import com.github.dockerjava.api.model.Network;
import com.github.dockerjava.core.DefaultDockerClientConfig;
import com.github.dockerjava.core.DockerClientImpl;
import com.github.dockerjava.zerodep.ZerodepDockerHttpClient;
import dev.airlock.cli.engine.Engine;
import dev.airlock.compose.SessionId;
import dev.airlock.compose.SessionLabels;
import dev.airlock.compose.SessionNames;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/// The objects of sessions on an engine: found by their label, inspected, removed.
///
/// Thread-safe.
public final class EngineObjects implements AutoCloseable {
  private static final int CONNECTIONS = 64;
  private static final int LOG_LINES = 20;

  private final DockerClient client;

  private EngineObjects(DockerClient client) {
    this.client = client;
  }

  public static EngineObjects of(Engine engine) {
    DefaultDockerClientConfig config =
        DefaultDockerClientConfig.createDefaultConfigBuilder()
            .withDockerHost(engine.host())
            .withApiVersion(engine.apiVersion().toString())
            .build();
    return new EngineObjects(
        DockerClientImpl.getInstance(
            config,
            new ZerodepDockerHttpClient.Builder()
                .dockerHost(config.getDockerHost())
                .sslConfig(config.getSSLConfig())
                .maxConnections(CONNECTIONS)
                .build()));
  }

  DockerClient client() {
    return client;
  }

  /// One object that carries a session's label.
  ///
  /// @param created seconds since 1970; 0 where the engine does not say
  record Found(Kind kind, String id, Map<String, String> labels, boolean running, long created) {
    Optional<SessionId> session() {
      return Optional.ofNullable(labels.get(SessionLabels.SESSION))
          // SECURITY: an image may bring any label; what is not an id is not ours.
          .filter(SessionId::isValid)
          .map(SessionId::new);
    }

    String label(String name) {
      return labels.getOrDefault(name, "");
    }
  }

  enum Kind {
    CONTAINER,
    NETWORK,
    VOLUME
  }

  /// All objects of all sessions, or those of one.
  List<Found> find(Optional<SessionId> session) {
    String filter =
        session.map(id -> SessionLabels.SESSION + "=" + id).orElse(SessionLabels.SESSION);
    List<Found> found = new ArrayList<>();
    for (Container container :
        client.listContainersCmd().withShowAll(true).withLabelFilter(List.of(filter)).exec()) {
      found.add(
          new Found(
              Kind.CONTAINER,
              container.getId(),
              container.getLabels(),
              "running".equals(container.getState()),
              container.getCreated()));
    }
    for (Network network : client.listNetworksCmd().withFilter("label", List.of(filter)).exec()) {
      found.add(
          new Found(
              Kind.NETWORK,
              network.getId(),
              network.getLabels(),
              false,
              network.getCreated() == null
                  ? 0
                  : network.getCreated().toInstant().getEpochSecond()));
    }
    var volumes = client.listVolumesCmd().withFilter("label", List.of(filter)).exec().getVolumes();
    if (volumes != null) {
      volumes.forEach(volume ->
          found.add(new Found(Kind.VOLUME, volume.getName(), volume.getLabels(), false, 0)));
    }
    return found;
  }

  /// The sessions that images are left of: by the names they gave, or, where an image has no name,
  /// by its label.
  Set<SessionId> sessionsOfImages() {
    return client.listImagesCmd().exec().stream()
        .flatMap(image ->
            Stream.concat(
                tags(image).map(SessionNames::sessionOfImage),
                Stream.of(SessionNames.session(sessionLabel(image)))))
        .flatMap(Optional::stream)
        .collect(toCollection(HashSet::new));
  }

  /// What to remove so that nothing is left of a session's images: its own names, and images that
  /// have none. An image that somebody else named as well stays under that name.
  List<String> images(SessionNames names) {
    List<String> own = new ArrayList<>();
    for (Image image : client.listImagesCmd().exec()) {
      if (tags(image).findAny().isEmpty() && sessionLabel(image).equals(names.id().value())) {
        own.add(image.getId());
      }
      tags(image).filter(names::isImage).forEach(own::add);
    }
    return own;
  }

  private static Stream<String> tags(Image image) {
    return image.getRepoTags() == null
        ? Stream.empty()
        : Arrays.stream(image.getRepoTags()).filter(tag -> !tag.equals("<none>:<none>"));
  }

  private static String sessionLabel(Image image) {
    return image.getLabels() == null
        ? ""
        : image.getLabels().getOrDefault(SessionLabels.SESSION, "");
  }

  /// Removes an object, running or not; one that is gone already is as good.
  void remove(Found found) {
    try {
      switch (found.kind()) {
        case CONTAINER ->
            client.removeContainerCmd(found.id()).withForce(true).withRemoveVolumes(true).exec();
        case NETWORK -> client.removeNetworkCmd(found.id()).exec();
        case VOLUME -> client.removeVolumeCmd(found.id()).exec();
      }
    } catch (NotFoundException gone) {
      // Somebody else was faster, or the container was to remove itself.
    } catch (ConflictException busy) {
      // Its removal has begun elsewhere; the caller looks again.
    }
  }

  /// Removes a name, and with the last one the image.
  void removeImage(String reference) {
    try {
      client.removeImageCmd(reference).withForce(!reference.startsWith("sha256:")).exec();
    } catch (NotFoundException gone) {
      // Somebody else was faster.
    } catch (ConflictException inUse) {
      // An image that was made from it goes first.
    }
  }

  boolean hasImage(String reference) {
    try {
      client.inspectImageCmd(reference).exec();
      return true;
    } catch (NotFoundException e) {
      return false;
    }
  }

  /// The id of an image that is there.
  String imageId(String reference) {
    return requireNonNull(client.inspectImageCmd(reference).exec().getId(), "an image has an id");
  }

  /// Whether a container runs and has not been restarted; empty where there is none.
  Optional<Boolean> isSteady(String container) {
    try {
      InspectContainerResponse state = client.inspectContainerCmd(container).exec();
      Integer restarts = state.getRestartCount();
      return Optional.of(
          Boolean.TRUE.equals(state.getState().getRunning())
              && (restarts == null || restarts == 0));
    } catch (NotFoundException e) {
      return Optional.empty();
    }
  }

  /// What a container said last: some lines, the last of them last.
  List<String> lastLogLines(String container) {
    StringBuilder log = new StringBuilder();
    try {
      client
          .logContainerCmd(container)
          .withStdOut(true)
          .withStdErr(true)
          .withTail(LOG_LINES)
          .exec(
              new ResultCallback.Adapter<Frame>() {
                @Override
                public void onNext(Frame frame) {
                  log.append(new String(frame.getPayload(), UTF_8));
                }
              })
          .awaitCompletion();
    } catch (NotFoundException gone) {
      return List.of();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return log.toString().lines().filter(line -> !line.isBlank()).toList();
  }

  /// Ends a container at once; it stays to be read from.
  void kill(String container) {
    try {
      client.killContainerCmd(container).exec();
    } catch (NotFoundException | ConflictException gone) {
      // It ended by itself.
    }
  }

  @Override
  public void close() {
    try {
      client.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
