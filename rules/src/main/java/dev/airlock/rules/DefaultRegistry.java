package dev.airlock.rules;

import static java.util.Objects.requireNonNull;

import java.net.URI;

/// The registry that an image reference without one means; the engine says which it is.
///
/// @param host as the engine's `IndexServerAddress` names it; empty while the engine does not say
public record DefaultRegistry(String host) {
  /// Of an engine that has not said yet: names without a registry are the only ones that mean it.
  public static final DefaultRegistry UNKNOWN = new DefaultRegistry("");

  private static final String INDEX_PREFIX = "index.";

  public DefaultRegistry {
    requireNonNull(host, "host is null");
  }

  /// From `IndexServerAddress` of the engine's `GET /info`: `https://index.example.org/v1/`.
  ///
  /// @throws IllegalArgumentException if the address has no host
  public static DefaultRegistry ofIndexServer(String address) {
    String host = URI.create(address).getHost();
    if (host == null) {
      throw new IllegalArgumentException(Printable.quote(address) + " has no host");
    }
    return new DefaultRegistry(host);
  }

  /// Whether a reference with this registry means the default one: none at all, its host, or its
  /// host without a leading `index.`.
  boolean isMeantBy(String registry) {
    return registry.isEmpty() || registry.equals(host) || host.equals(INDEX_PREFIX + registry);
  }
}
