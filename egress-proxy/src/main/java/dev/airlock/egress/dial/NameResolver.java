package dev.airlock.egress.dial;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;

/// Finds the addresses of a name. Safe for use by many threads.
@FunctionalInterface
public interface NameResolver {

  /// Asks for all addresses of a name.
  ///
  /// @param name a host name, with a dot at the end if no search domain may be tried
  /// @throws UnknownHostException if there is no such name, or nobody answered in time
  List<InetAddress> resolve(String name) throws UnknownHostException;
}
