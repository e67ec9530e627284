package dev.airlock.egress.server;

import dev.airlock.egress.policy.Route;
import dev.airlock.http1.Wire;
import java.io.IOException;
import java.net.InetAddress;

/// A connection to an origin, for the plain HTTP requests of one client.
///
/// @param route by which it was allowed when it was made
/// @param reused whether it has served a request before
record OriginConnection(Wire wire, InetAddress address, Route.Allowed route, boolean reused) {

  /// Whether a request that goes by that route can use it: the same host and port, and the same
  /// side of the proxy.
  boolean serves(Route.Allowed other) {
    return route.destination().equals(other.destination())
        && route instanceof Route.Inside == other instanceof Route.Inside;
  }

  OriginConnection afterUse() {
    return new OriginConnection(wire, address, route, true);
  }

  void close() throws IOException {
    wire.close();
  }
}
