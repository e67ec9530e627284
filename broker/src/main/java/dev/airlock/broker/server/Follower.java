package dev.airlock.broker.server;

import static java.util.Objects.requireNonNull;

import dev.airlock.broker.policy.SiblingNetwork;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// A container that joins every network the session creates.
///
/// @param container its name on the engine
/// @param alias what it is called there beside its name
public record Follower(String container, Optional<String> alias) {
  public Follower {
    requireNonNull(container, "container is null");
    requireNonNull(alias, "alias is null");
  }

  /// Pod and egress proxy; siblings find the proxy under the host name of its URL.
  public static List<Follower> of(
      Optional<String> pod, Optional<String> egressProxy, SiblingNetwork network) {
    Optional<String> proxyHost =
        switch (network) {
          case SiblingNetwork.Airlock(String _, String url, String _) ->
              Optional.ofNullable(URI.create(url).getHost());
          case SiblingNetwork.Bridge _, SiblingNetwork.None _ -> Optional.empty();
        };
    List<Follower> followers = new ArrayList<>();
    pod.ifPresent(container -> followers.add(new Follower(container, Optional.empty())));
    egressProxy.ifPresent(container -> followers.add(new Follower(container, proxyHost)));
    return followers;
  }
}
