package dev.airlock.broker.route;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/// The typed parameters of a query: known keys only. Immutable.
///
/// Values are kept as their canonical text (`true`, `1`, compact JSON), which is what goes
/// upstream.
public record QueryParams(Map<String, List<String>> values) {

  /// No parameter at all.
  public static final QueryParams EMPTY = new QueryParams(Map.of());

  public QueryParams {
    requireNonNull(values, "values is null");
  }

  /// The one value of a key that is not repeatable, or the first.
  public Optional<String> first(String key) {
    return all(key).stream().findFirst();
  }

  /// Every value, in the order of the query.
  public List<String> all(String key) {
    return values.getOrDefault(key, List.of());
  }

  /// A boolean; absent is false.
  public boolean flag(String key) {
    return first(key).map("true"::equals).orElse(false);
  }

  /// An integer.
  public OptionalLong number(String key) {
    return first(key).map(v -> OptionalLong.of(Long.parseLong(v))).orElse(OptionalLong.empty());
  }
}
