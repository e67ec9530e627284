package dev.airlock.gateway;

import java.io.IOException;
import java.util.List;

/// One of the two servers, as its process sees it.
interface Sidecar {
  String name();

  /// What it is, in a line.
  String description();

  List<Flag> flags();

  /// Starts to listen.
  ///
  /// @throws UsageException with all that is wrong with the arguments
  /// @throws IOException if it cannot listen
  Running start(Arguments arguments) throws UsageException, IOException;

  /// A server that listens.
  interface Running extends AutoCloseable {
    void awaitTermination() throws InterruptedException;

    @Override
    void close() throws IOException;
  }
}
