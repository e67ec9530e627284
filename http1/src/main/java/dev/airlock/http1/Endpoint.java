package dev.airlock.http1;

import static java.util.Objects.requireNonNull;

import java.nio.file.Path;

/// Where a listener listens or a connection goes: `unix:///P` or `tcp://H:P`.
///
/// Immutable.
public sealed interface Endpoint {

  /// A unix domain socket at an absolute path.
  record Unix(Path path) implements Endpoint {
    public Unix {
      requireNonNull(path, "path is null");
      if (!path.isAbsolute()) {
        throw new IllegalArgumentException("path '" + path + "' is not absolute");
      }
    }

    @Override
    public String toString() {
      return "unix://" + path;
    }
  }

  /// A TCP port; the host is a name or an address, IPv6 without brackets.
  ///
  /// @param port 0 to 65535; 0 lets the system choose
  record Tcp(String host, int port) implements Endpoint {
    public Tcp {
      requireNonNull(host, "host is null");
      if (host.isEmpty()) {
        throw new IllegalArgumentException("host is empty");
      }
      if (port < 0 || port > 65_535) {
        throw new IllegalArgumentException("port " + port + " is not in 0..65535");
      }
    }

    @Override
    public String toString() {
      return "tcp://" + (host.indexOf(':') >= 0 ? "[" + host + "]" : host) + ":" + port;
    }
  }

  /// Reads the form that the command line takes.
  ///
  /// @throws IllegalArgumentException if it is neither `unix:///P` nor `tcp://H:P`; the message
  ///   says what is wrong, with the value
  static Endpoint parse(String text) {
    if (text.startsWith("unix://")) {
      return new Unix(Path.of(text.substring("unix://".length())));
    }
    if (!text.startsWith("tcp://")) {
      throw new IllegalArgumentException(
          "'" + text + "' is neither unix:///PATH nor tcp://HOST:PORT");
    }
    String address = text.substring("tcp://".length());
    int colon = address.lastIndexOf(':');
    if (colon <= 0) {
      throw new IllegalArgumentException("'" + text + "' has no port");
    }
    String host = address.substring(0, colon);
    boolean bracketed = host.startsWith("[") && host.endsWith("]");
    if (!bracketed && host.indexOf(':') >= 0) {
      throw new IllegalArgumentException("'" + text + "': an IPv6 address stands in brackets");
    }
    try {
      return new Tcp(
          bracketed ? host.substring(1, host.length() - 1) : host,
          Integer.parseInt(address.substring(colon + 1)));
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException("'" + text + "' has a port that is not a number", e);
    }
  }
}
