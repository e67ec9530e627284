package dev.airlock.egress.policy;

import static java.util.Objects.requireNonNull;

import dev.airlock.egress.tls.TlsAlert;

/// Why a tunnel ends before a byte of it was sent on, and what its client is told: it has had its
/// 200 and listens for another protocol.
public record TunnelRefusal(Refusal refusal, LastWords lastWords) {
  public TunnelRefusal {
    requireNonNull(refusal, "refusal is null");
    requireNonNull(lastWords, "lastWords is null");
  }

  /// What is sent before the connection is closed.
  public sealed interface LastWords {

    /// To a TLS client.
    record Alert(TlsAlert alert) implements LastWords {}

    /// To a client that seems to speak HTTP in the clear, as for `ws://`.
    record Http() implements LastWords {}

    /// To whoever speaks something else.
    record Silence() implements LastWords {}
  }
}
