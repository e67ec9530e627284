package dev.airlock.egress.server;

import dev.airlock.egress.policy.Destination;
import dev.airlock.egress.policy.Reason;
import dev.airlock.egress.policy.Refusal;
import dev.airlock.http1.Fields;
import dev.airlock.http1.HostPort;
import java.util.Optional;

/// The Host field beside a request target that names a host itself.
///
/// SECURITY: two hosts in one request are two readings of it.
final class HostField {
  private HostField() {}

  /// What is wrong with it: any other host or port than the destination's.
  ///
  /// @param portIfAbsent what a Host field without a port means
  static Optional<Refusal> refusalOf(Fields fields, Destination destination, int portIfAbsent) {
    Optional<String> host = fields.first("Host");
    // HTTP/1.0 may do without; the reader has insisted on it in HTTP/1.1.
    if (host.isEmpty() || names(host.get(), destination, portIfAbsent)) {
      return Optional.empty();
    }
    return Optional.of(
        Refusal.of(
            Reason.HOST_FIELD_MISMATCH,
            "the Host field names another host than the request target",
            "send the target's host in the Host field"));
  }

  private static boolean names(String field, Destination destination, int portIfAbsent) {
    try {
      HostPort named = HostPort.parse(field);
      return Destination.of(named.host(), named.port().orElse(portIfAbsent)).equals(destination);
    } catch (IllegalArgumentException e) {
      return false;
    }
  }
}
