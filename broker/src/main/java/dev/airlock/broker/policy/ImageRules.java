package dev.airlock.broker.policy;

/// Which images of the host a session may use by name, and which registries it may make the engine
/// pull from.
///
/// Thread-safe if its implementation is; the broker's launcher makes one from the `--allow-image`
/// globs and the egress rules.
public interface ImageRules {

  /// The engine's own default registry, as its `IndexServerAddress` names it: the host part alone.
  String defaultRegistry();

  /// Whether a glob allows the image; the name is normalised: registry, full repository, tag or
  /// digest.
  boolean allowsImage(ImageName name);

  /// Whether the session's egress rules allow a connection to the registry; empty if they do, else
  /// what is missing.
  java.util.Optional<String> refusesRegistry(String host, int port);
}
