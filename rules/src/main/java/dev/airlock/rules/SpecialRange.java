package dev.airlock.rules;

import static java.util.Objects.requireNonNull;

/// A block of addresses that a resolved name may not lead to.
///
/// @param what what the block is for, in words for a message: `private (RFC 1918)`
/// @param openable whether a rule can name it; a block that carries another address inside (NAT64,
///   6to4…), or is no destination at all, cannot be opened
public record SpecialRange(Network network, String what, boolean openable) {
  public SpecialRange {
    requireNonNull(network, "network is null");
    requireNonNull(what, "what is null");
  }
}
