package dev.airlock.broker.inspect;

import static java.util.Objects.requireNonNull;

import dev.airlock.broker.archive.Spools;
import dev.airlock.broker.policy.BrokerPolicy;
import dev.airlock.broker.route.ApiVersion;

/// Everything a decision may know beside the request itself.
///
/// @param engineVersion the newest version that both the engine and the broker speak: what bodies
///   are written for
public record World(
    BrokerPolicy policy,
    ApiVersion engineVersion,
    Objects objects,
    Lookups lookups,
    Spools spools) {
  public World {
    requireNonNull(policy, "policy is null");
    requireNonNull(engineVersion, "engineVersion is null");
    requireNonNull(objects, "objects is null");
    requireNonNull(lookups, "lookups is null");
    requireNonNull(spools, "spools is null");
  }
}
