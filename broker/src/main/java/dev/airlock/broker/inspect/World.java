package dev.airlock.broker.inspect;

import static java.util.Objects.requireNonNull;

import dev.airlock.broker.archive.Spools;
import dev.airlock.broker.policy.BrokerPolicy;
import dev.airlock.broker.route.ApiVersion;
import java.util.Collection;
import java.util.Set;

/// Everything a decision may know beside the request itself.
///
/// @param engineVersion the newest version that both the engine and the broker speak: what bodies
///   are written for
/// @param pulled references that were pulled for this very request
public record World(
    BrokerPolicy policy,
    ApiVersion engineVersion,
    Objects objects,
    Lookups lookups,
    Spools spools,
    Set<String> pulled) {
  public World {
    requireNonNull(policy, "policy is null");
    requireNonNull(engineVersion, "engineVersion is null");
    requireNonNull(objects, "objects is null");
    requireNonNull(lookups, "lookups is null");
    requireNonNull(spools, "spools is null");
    pulled = Set.copyOf(pulled);
  }

  /// Before anything was pulled.
  public World(
      BrokerPolicy policy,
      ApiVersion engineVersion,
      Objects objects,
      Lookups lookups,
      Spools spools) {
    this(policy, engineVersion, objects, lookups, spools, Set.of());
  }

  /// After these were pulled, and nothing before them.
  public World having(Collection<String> references) {
    return new World(policy, engineVersion, objects, lookups, spools, Set.copyOf(references));
  }
}
