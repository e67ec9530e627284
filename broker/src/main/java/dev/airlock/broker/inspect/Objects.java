package dev.airlock.broker.inspect;

import java.util.Optional;
import java.util.Set;

/// The session's own objects: what the broker saw created in this session, and nothing else.
///
/// A reference is what a client may write: full id, unique prefix of an id, or name. A foreign
/// object and one that does not exist look the same: empty. Safe for use by many threads.
public interface Objects {

  /// A container of the session's.
  ///
  /// @param id full
  /// @param name without the leading slash
  record Container(String id, String name) {}

  /// A network that the session created.
  ///
  /// @param id full
  record Network(String id, String name) {}

  /// A command started in a container of the session's.
  ///
  /// @param containerId of the container it runs in
  record Exec(String id, String containerId) {}

  /// By id, unique prefix of an id, or name, with or without a leading slash.
  Optional<Container> container(String reference);

  /// By id, unique prefix of an id, or name; only networks that the session created.
  Optional<Network> network(String reference);

  /// Whether the volume, by its name on the engine, is the session's.
  boolean ownsVolume(String engineName);

  /// Whether the session made a tag, by its name on the engine.
  boolean ownsTag(String engineTag);

  /// The full id (`sha256:…`) of an image that the session built, loaded, imported, committed or
  /// was allowed to pull, by id or unique prefix of one.
  Optional<String> image(String idOrPrefix);

  /// By full id.
  Optional<Exec> exec(String id);

  /// How many containers, networks and volumes there are, for the limits.
  Count count();

  record Count(int containers, int networks, int volumes) {}

  /// The classic build ids of builds that this session runs, for `build/cancel`.
  default Set<String> builds() {
    return Set.of();
  }
}
