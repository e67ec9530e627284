package dev.airlock.egress.server;

import dev.airlock.egress.dial.SelfCheck;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.util.Set;

/// The ports this proxy listens on, at whichever address of this machine (or container).
record OwnListeners(Set<Integer> ports) implements SelfCheck {
  OwnListeners {
    ports = Set.copyOf(ports);
  }

  @Override
  public boolean isThisProxy(InetAddress address, int port) {
    return ports.contains(port) && isLocal(address);
  }

  private static boolean isLocal(InetAddress address) {
    if (address.isLoopbackAddress() || address.isAnyLocalAddress()) {
      return true;
    }
    try {
      return NetworkInterface.getByInetAddress(address) != null;
    } catch (SocketException e) {
      return true;
    }
  }
}
