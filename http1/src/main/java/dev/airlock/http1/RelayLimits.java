package dev.airlock.http1;

import java.time.Duration;
import java.util.Optional;

/// How long a relay goes on.
///
/// @param idle without a byte in either direction; empty for no limit
public record RelayLimits(Optional<Duration> idle) {
  public static final RelayLimits NONE = new RelayLimits(Optional.empty());

  public static RelayLimits idle(Duration idle) {
    return new RelayLimits(Optional.of(idle));
  }
}
