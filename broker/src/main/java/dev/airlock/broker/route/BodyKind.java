package dev.airlock.broker.route;

/// How the server takes a request's body before it is decided.
public enum BodyKind {
  /// Any byte of a body is refused.
  NONE,
  /// No body, or bytes that mean nothing to the engine (`{}`, `null`, and what old clients send):
  /// read, bounded, and never forwarded.
  IGNORED,
  /// Read into memory, bounded by {@link dev.airlock.broker.policy.Limits#jsonBodyBytes}; empty
  /// counts as malformed.
  JSON,
  /// As {@link #JSON}, but clients also send none, which means the defaults.
  OPTIONAL_JSON,
  /// A tar of a build context, plain or compressed: to bounded disk.
  BUILD_CONTEXT,
  /// An archive of images or a root file system: to bounded disk.
  IMAGE_ARCHIVE,
  /// A tar that is unpacked into a container: to bounded disk.
  CONTAINER_ARCHIVE
}
