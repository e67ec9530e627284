package dev.airlock.rules;

import static java.util.Objects.requireNonNull;

import java.net.URI;
import java.util.Set;

/// The registry that an image reference without one means; the engine says which it is.
///
/// @param name its canonical name in references
/// @param aliases other names that mean the same registry
public record DefaultRegistry(String name, Set<String> aliases) {
  private static final String INDEX_PREFIX = "index.";

  public DefaultRegistry {
    requireNonNull(name, "name is null");
    aliases = Set.copyOf(aliases);
  }

  /// From `IndexServerAddress` of the engine's `GET /info`: `https://index.example.org/v1/` is the
  /// registry `example.org`, also known as `index.example.org`.
  ///
  /// @throws IllegalArgumentException if the address has no host
  public static DefaultRegistry ofIndexServer(String address) {
    String host = URI.create(address).getHost();
    if (host == null) {
      throw new IllegalArgumentException(Printable.quote(address) + " has no host");
    }
    return host.startsWith(INDEX_PREFIX)
        ? new DefaultRegistry(host.substring(INDEX_PREFIX.length()), Set.of(host))
        : new DefaultRegistry(host, Set.of());
  }

  String canonical(String registry) {
    return aliases.contains(registry) ? name : registry;
  }
}
