package dev.airlock.broker.route;

/// What a query value must be; anything else is malformed.
public enum QueryType {
  /// Docker's spellings of a boolean; canonical `true` or `false`.
  FLAG,
  /// A decimal integer of 64 bits.
  INTEGER,
  /// Any text without control characters.
  TEXT,
  /// JSON filters: a map of lists of strings or the old map of maps; canonical is the map of lists.
  FILTERS,
  /// JSON that the inspector decides, already known to be strict.
  JSON,
  /// A time: seconds with an optional fraction, RFC 3339, or a Go duration.
  TIME,
  /// What clients send and no engine in the supported range reads: text that never goes upstream.
  IGNORED
}
