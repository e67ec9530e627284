package dev.airlock.egress.dial;

import java.net.InetAddress;

/// Knows this proxy's own listeners, so that it never connects to itself.
@FunctionalInterface
public interface SelfCheck {
  boolean isThisProxy(InetAddress address, int port);
}
