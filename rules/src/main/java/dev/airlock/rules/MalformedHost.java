package dev.airlock.rules;

import static java.util.Objects.requireNonNull;

/// Text that is neither a host name nor an address in any spelling.
///
/// @param detail what is wrong, with the value escaped and cut
public record MalformedHost(String detail) implements HostTarget {
  public MalformedHost {
    requireNonNull(detail, "detail is null");
  }
}
