package dev.airlock.broker.ownership;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.util.Set;

/// A container that was created in this session.
///
/// @param name without the leading `/`; empty while the engine's choice is not known
/// @param asked what the client asked for where something else was forwarded
/// @param dnsNames network aliases and the Compose service: what other containers call it
public record OwnedContainer(String id, String name, JsonNode asked, Set<String> dnsNames) {
  public OwnedContainer {
    requireNonNull(id, "id is null");
    requireNonNull(name, "name is null");
    requireNonNull(asked, "asked is null");
    dnsNames = Set.copyOf(dnsNames);
  }

  /// A container of which nothing but the id is known.
  static OwnedContainer unnamed(String id) {
    return new OwnedContainer(id, "", MissingNode.getInstance(), Set.of());
  }

  OwnedContainer named(String newName) {
    return new OwnedContainer(id, newName, asked, dnsNames);
  }

  OwnedContainer alsoCalled(Set<String> more) {
    Set<String> all = new java.util.TreeSet<>(dnsNames);
    all.addAll(more);
    return new OwnedContainer(id, name, asked, all);
  }
}
