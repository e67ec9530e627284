package dev.airlock.broker.ports;

import java.io.Closeable;
import java.net.InetAddress;
import java.util.Optional;
import java.util.function.Supplier;

/// Everything that forwards one virtual port, on all the addresses it is published at.
interface PortForwarder extends Closeable {

  /// The port that was allotted.
  int port();

  @Override
  void close();

  /// Where the container is, asked for at each new connection: none while it has no address.
  interface Target extends Supplier<Optional<InetAddress>> {}
}
