package dev.airlock.broker.inspect;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What the session's knowledge learns when the engine has answered a forwarded request with
/// success.
///
/// Ids are full ids; names of volumes and tags are the engine's.
public sealed interface Effect {

  /// Nothing.
  record None() implements Effect {}

  /// The answer's `Id` is the session's.
  ///
  /// @param name the client's choice, or empty
  /// @param asked fields in which what was sent differs from what was asked, in the shape of an
  ///   inspect answer (`Config`, `HostConfig`): what `inspect` shows; it is also in the container's
  ///   {@link dev.airlock.broker.policy.Owner#ASKED_LABEL}
  /// @param ports what is to be published: virtual
  /// @param networks engine names of the session's networks it joins
  /// @param volumes engine names that the engine makes with it if they are not there
  /// @param folders subpaths of the workspace that `docker run -v` would have made on the host
  record ContainerCreated(
      Optional<String> name,
      ObjectNode asked,
      Ports ports,
      List<String> networks,
      List<String> aliases,
      List<String> volumes,
      List<String> folders)
      implements Effect {
    public ContainerCreated {
      requireNonNull(name, "name is null");
      requireNonNull(asked, "asked is null");
      requireNonNull(ports, "ports is null");
      networks = List.copyOf(networks);
      aliases = List.copyOf(aliases);
      volumes = List.copyOf(volumes);
      folders = List.copyOf(folders);
    }
  }

  /// What a container wants published.
  ///
  /// @param bindings container port (`80/tcp`) to the host sides asked for
  /// @param all `-P`: every exposed port of container and image
  record Ports(Map<String, List<HostSide>> bindings, boolean all) {
    public Ports {
      bindings = Map.copyOf(bindings);
    }
  }

  /// One host side of a published port.
  ///
  /// @param address empty for every address
  /// @param port 0 for any; `last` is higher for a range
  record HostSide(String address, int port, int last) {}

  /// Ports are to be open before the answer is given.
  record ContainerStarting(String id) implements Effect {}

  /// Restart: closes and opens anew.
  record ContainerRestarting(String id) implements Effect {}

  /// Stopped or killed: ports close when it is dead.
  record ContainerStopping(String id) implements Effect {}

  record ContainerRemoved(String id, boolean withVolumes) implements Effect {
    public ContainerRemoved {
      requireNonNull(id, "id is null");
    }
  }

  record ContainerRenamed(String id, String name) implements Effect {
    public ContainerRenamed {
      requireNonNull(id, "id is null");
      requireNonNull(name, "name is null");
    }
  }

  /// The answer's `Id` is an exec of the container's.
  record ExecCreated(String containerId) implements Effect {}

  /// The answer's `Id` is the session's.
  ///
  /// @param asked as in {@link ContainerCreated}: what inspect shows in place of what was sent
  record NetworkCreated(String name, ObjectNode asked) implements Effect {
    public NetworkCreated {
      requireNonNull(name, "name is null");
      requireNonNull(asked, "asked is null");
    }
  }

  record NetworkRemoved(String id) implements Effect {}

  record NetworkConnected(String networkId, String containerId, List<String> aliases)
      implements Effect {
    public NetworkConnected {
      requireNonNull(networkId, "networkId is null");
      requireNonNull(containerId, "containerId is null");
      aliases = List.copyOf(aliases);
    }
  }

  record NetworkDisconnected(String networkId, String containerId) implements Effect {
    public NetworkDisconnected {
      requireNonNull(networkId, "networkId is null");
      requireNonNull(containerId, "containerId is null");
    }
  }

  /// A volume that is the session's from now on.
  ///
  /// @param name empty when the engine chooses it: the answer's `Name`
  record VolumeCreated(Optional<String> name) implements Effect {
    public VolumeCreated {
      requireNonNull(name, "name is null");
    }
  }

  record VolumeRemoved(String name) implements Effect {}

  /// Tags that are the session's from now on, and the images they name: of a build, tag, commit,
  /// load or import. A build, commit or import without a tag has none; the image's id is in the
  /// answer.
  record ImageMade(List<String> tags) implements Effect {
    public ImageMade {
      tags = List.copyOf(tags);
    }
  }

  /// An allowed image was pulled.
  record ImagePulled(String reference) implements Effect {}

  /// A tag or an image is gone.
  ///
  /// @param reference the tag or id that was asked for; the answer lists what is gone
  record ImageRemoved(String reference) implements Effect {}

  /// The answer lists what is gone.
  record Pruned() implements Effect {}

  /// A list of images: these are the client's `reference` filters, which the engine cannot apply to
  /// translated names.
  record ImagesListed(List<String> references) implements Effect {
    public ImagesListed {
      references = List.copyOf(references);
    }
  }
}
