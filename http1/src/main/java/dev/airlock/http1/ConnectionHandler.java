package dev.airlock.http1;

import java.io.IOException;

/// What a server does with a connection: all of its life, on a virtual thread of its own.
@FunctionalInterface
public interface ConnectionHandler {

  /// The transport is closed when this returns or throws.
  ///
  /// @throws IOException if the peer is gone or its time is up; nobody is told
  void handle(Transport connection) throws IOException;
}
