package dev.airlock.egress.tls;

import static java.util.Objects.requireNonNull;

import java.util.Optional;

/// What the first message of a TLS client (RFC 8446 4.1.2, RFC 5246 7.4.1.2) says about whom it
/// wants to reach.
///
/// @param serverName the one `host_name` of its `server_name` extension (RFC 6066), as sent
/// @param encrypted whether it carries an encrypted ClientHello (RFC 9849), which may name another
///   host; a real one and the decoy that browsers send look the same
public record ClientHello(Optional<String> serverName, boolean encrypted) {
  public ClientHello {
    requireNonNull(serverName, "serverName is null");
  }
}
