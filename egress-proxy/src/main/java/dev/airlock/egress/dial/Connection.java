package dev.airlock.egress.dial;

import static java.util.Objects.requireNonNull;

import dev.airlock.egress.policy.Refusal;
import dev.airlock.http1.Transport;
import java.net.InetAddress;

/// What became of a route.
public sealed interface Connection {

  /// Connected to an address that was checked. Whoever gets it closes it.
  record Established(Transport transport, InetAddress address) implements Connection {
    public Established {
      requireNonNull(transport, "transport is null");
      requireNonNull(address, "address is null");
    }
  }

  /// Not connected; nothing was sent.
  record Failed(Refusal refusal) implements Connection {
    public Failed {
      requireNonNull(refusal, "refusal is null");
    }
  }
}
