package dev.airlock.broker.policy;

import static java.util.Objects.requireNonNull;

/// The network that containers made through the broker are put on when they do not name one of the
/// session's own.
public sealed interface SiblingNetwork {

  /// The session's airlock: isolated, the egress proxy is the only way out.
  ///
  /// @param proxyUrl what `HTTP_PROXY` of every container and build step is set to
  /// @param noProxy what `NO_PROXY` is set to
  record Airlock(String name, String proxyUrl, String noProxy) implements SiblingNetwork {
    public Airlock {
      requireNonNull(name, "name is null");
      requireNonNull(proxyUrl, "proxyUrl is null");
      requireNonNull(noProxy, "noProxy is null");
    }
  }

  /// Standard mode: an ordinary bridge network of the session's.
  record Bridge(String name) implements SiblingNetwork {
    public Bridge {
      requireNonNull(name, "name is null");
    }
  }

  /// A broker run by hand: network mode `none`.
  record None() implements SiblingNetwork {}
}
