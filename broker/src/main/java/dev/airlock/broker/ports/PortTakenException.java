package dev.airlock.broker.ports;

/// A port that a container wants published is held by something else in the session.
public final class PortTakenException extends Exception {
  private static final long serialVersionUID = 1L;

  PortTakenException(String address, int port) {
    super("Bind for " + address + ":" + port + " failed: port is already allocated");
  }
}
