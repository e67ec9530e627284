package dev.airlock.rules;

import static java.util.Objects.requireNonNull;

import java.net.InetAddress;

/// Names a network: its addresses may be written as literals, and allowed names may resolve into
/// it.
///
/// A special block (private, loopback, metadata…) is opened only by a rule that lies within it:
/// `169.0.0.0/8` opens nothing link-local, and `169.254.0.0/16` not the metadata service.
public record NetworkRule(Network network, Ports ports, boolean anyProtocol, RuleText source)
    implements AllowRule {
  public NetworkRule {
    requireNonNull(network, "network is null");
    requireNonNull(ports, "ports is null");
    requireNonNull(source, "source is null");
  }

  /// Whether the rule covers the address and names the special block it is in, if it is in one.
  public boolean covers(InetAddress address) {
    return network.contains(address)
        && AddressRanges.forbidden(address)
            .map(range -> range.openable() && network.isWithin(range.network()))
            .orElse(true);
  }
}
