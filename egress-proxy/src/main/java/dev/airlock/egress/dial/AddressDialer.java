package dev.airlock.egress.dial;

import dev.airlock.http1.Transport;
import java.io.IOException;
import java.net.InetAddress;
import java.time.Duration;

/// Connects to an address; never resolves a name. Safe for use by many threads.
@FunctionalInterface
public interface AddressDialer {

  /// Connects.
  ///
  /// @throws java.net.SocketTimeoutException if that takes longer than the timeout
  Transport connect(InetAddress address, int port, Duration timeout) throws IOException;
}
