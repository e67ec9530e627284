package dev.airlock.broker.policy;

import dev.airlock.rules.DefaultRegistry;
import dev.airlock.rules.ImageReference;
import java.util.Optional;

/// Which images of the host a session may use by name, and which registries it may make the engine
/// pull from.
///
/// Thread-safe if its implementation is; the broker's launcher makes one from the `--allow-image`
/// globs and the egress rules.
public interface ImageRules {

  /// The engine's own default registry.
  DefaultRegistry defaultRegistry();

  /// Whether a glob allows the image; the name is normalised: registry, full repository, tag or
  /// digest.
  boolean allowsImage(ImageReference name);

  /// Whether the session's egress rules allow a connection to the registry; empty if they do, else
  /// what is missing.
  Optional<String> refusesRegistry(String host, int port);
}
