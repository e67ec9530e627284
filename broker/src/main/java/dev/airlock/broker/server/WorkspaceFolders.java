package dev.airlock.broker.server;

import static java.util.Objects.requireNonNull;

import dev.airlock.broker.inspect.Effect;
import dev.airlock.broker.policy.BrokerPolicy;
import dev.airlock.broker.upstream.Daemon;

/// placeholder
final class WorkspaceFolders {
  private final Daemon daemon;
  private final BrokerPolicy policy;

  WorkspaceFolders(Daemon daemon, BrokerPolicy policy) {
    this.daemon = requireNonNull(daemon, "daemon is null");
    this.policy = requireNonNull(policy, "policy is null");
  }

  void make(Effect.ContainerCreated created, String id) {}
}
