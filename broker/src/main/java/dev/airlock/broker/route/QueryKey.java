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

  static QueryKey flag(String name) {
    return new QueryKey(name, QueryType.FLAG, false);
  }

  static QueryKey integer(String name) {
    return new QueryKey(name, QueryType.INTEGER, false);
  }

  static QueryKey text(String name) {
    return new QueryKey(name, QueryType.TEXT, false);
  }

  static QueryKey texts(String name) {
    return new QueryKey(name, QueryType.TEXT, true);
  }

  static QueryKey time(String name) {
    return new QueryKey(name, QueryType.TIME, false);
  }

  static QueryKey filters() {
    return new QueryKey("filters", QueryType.FILTERS, false);
  }

  static QueryKey json(String name) {
    return new QueryKey(name, QueryType.JSON, false);
  }

  static QueryKey ignored(String name) {
    return new QueryKey(name, QueryType.IGNORED, false);
  }
}
