package dev.airlock.broker.policy;

/// The labels that the broker puts on whatever is made through it and takes off every answer.
///
/// A client may neither set nor read a label with [#PREFIX]: the create inspectors refuse such a
/// key and stamp these themselves, over whatever the image brings along.
public final class OwnLabels {
  /// What all of them begin with.
  public static final String PREFIX = "dev.airlock.";

  /// The session's id, on everything, for prune. Anybody can guess it, so it proves nothing.
  public static final String SESSION = PREFIX + "session";

  /// The owner secret: containers, networks and volumes with it were made through this session's broker.
  ///
  /// Images carry a value derived from the secret and never the secret itself, since `docker save`
  /// hands an image's labels to the client.
  public static final String OWNER = PREFIX + "owner";

  /// What the client asked for where the broker forwarded something else, as one JSON object; on
  /// containers only.
  ///
  /// - `HostConfig`: object whose members replace those of an inspect answer (`PortBindings`,
  ///   `PublishAllPorts`, `Binds`, `Mounts`, `NetworkMode`, …); a JSON null removes the member
  /// - `Mounts`: object from destination to the entry that an inspect or list answer shows there
  /// - `Image`: the image as the client named it
  /// - `Labels`: never; the client's own labels are on the container as they are
  ///
  /// The virtual ports of a container are read from its `HostConfig`, so they survive a restart of
  /// the broker.
  public static final String ASKED = PREFIX + "asked";

  private OwnLabels() {}
}
