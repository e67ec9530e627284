package dev.airlock.broker.route;

import static java.util.Objects.requireNonNull;

/// A key that a route's query may have.
///
/// @param repeatable whether it may come more than once
public record QueryKey(String name, QueryType type, boolean repeatable) {
  public QueryKey {
    requireNonNull(name, "name is null");
    requireNonNull(type, "type is null");
  }
}
