package dev.airlock.broker.route;

/// What a query value must be; anything else is malformed.
public enum QueryType {
  /// Docker's spellings of a boolean; canonical `true` or `false`.
  FLAG,
  /// A decimal integer.
  INTEGER,
  /// Any text without control characters.
  TEXT,
  /// JSON filters: a map of lists of strings or the old map of maps.
  FILTERS,
  /// A JSON map of strings.
  STRING_MAP,
  /// A JSON map of strings or nulls.
  NULLABLE_STRING_MAP,
  /// A JSON list of strings.
  STRING_LIST,
  /// A JSON object, decided by the inspector.
  JSON,
  /// A time: seconds with an optional fraction, or RFC 3339, or a Go duration.
  TIME
}
