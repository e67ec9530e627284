package dev.airlock.broker.policy;

import static java.util.Objects.requireNonNull;

import dev.airlock.rules.ImageReference;

/// Everything that a decision depends on beside the request and the session's objects. Immutable.
///
/// @param images which of the host's images are usable and which registries may be pulled from
public record BrokerPolicy(
    Owner owner,
    ImageRules images,
    SiblingNetwork network,
    Workspace workspace,
    SessionSocket socket,
    Limits limits) {

  public BrokerPolicy {
    requireNonNull(owner, "owner is null");
    requireNonNull(images, "images is null");
    requireNonNull(network, "network is null");
    requireNonNull(workspace, "workspace is null");
    requireNonNull(socket, "socket is null");
    requireNonNull(limits, "limits is null");
  }

  /// The names that the session's volumes and tags have on the engine.
  public SessionNames names() {
    return new SessionNames(owner.sessionId(), images.defaultRegistry());
  }

  /// Whether a glob allows an image of the host by this name.
  ///
  /// SECURITY: no glob, however wide, reaches the tags of another session.
  public boolean allowsImage(ImageReference name) {
    return !SessionNames.isSessionTag(name) && images.allowsImage(name);
  }
}
