package dev.airlock.broker.route;

/// What the server does with the engine's answer. A new kind breaks the server's switch until
/// somebody handles it.
public enum ResponseKind {
  /// Status, kept fields and body as they come; also endless ones (logs, stats, wait, export,
  /// archives).
  RELAY,
  /// A raw stream both ways after the engine's own 101 or raw-stream 200 (attach, exec start
  /// without Detach).
  HIJACK,
  PING,
  VERSION,
  INFO,
  DISK_USAGE,
  EVENTS,
  LIST_CONTAINERS,
  INSPECT_CONTAINER,
  CREATED_CONTAINER,
  CREATED_EXEC,
  INSPECT_EXEC,
  LIST_IMAGES,
  INSPECT_IMAGE,
  IMAGE_HISTORY,
  /// List of `Untagged` and `Deleted` with engine tags.
  DELETED_IMAGES,
  /// JSON lines: progress, engine tags and image ids of a build.
  BUILD_OUTPUT,
  /// JSON lines of pull, import and load.
  IMAGE_OUTPUT,
  /// A tar of images, whose names are the engine's.
  SAVED_IMAGES,
  /// `{"Id": …}` of a new image.
  COMMITTED,
  LIST_NETWORKS,
  INSPECT_NETWORK,
  CREATED_NETWORK,
  LIST_VOLUMES,
  INSPECT_VOLUME,
  CREATED_VOLUME,
  PRUNED_CONTAINERS,
  PRUNED_NETWORKS,
  PRUNED_VOLUMES,
  /// The answer is the broker's own, after requests of its own if there are any.
  OWN,
  /// The answer is the broker's own, whatever the request's query and body are; nothing goes
  /// upstream.
  LOCAL
}
