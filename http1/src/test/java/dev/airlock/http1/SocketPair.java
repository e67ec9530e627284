package dev.airlock.http1;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/// Two ends of one connection through a listener of ours.
record SocketPair(Transport client, Transport server, Listener listener) implements Closeable {
  static final Duration TIMEOUT = Duration.ofSeconds(10);

  static SocketPair unix(Path directory, String name) throws IOException {
    return at(new Endpoint.Unix(directory.resolve(name)));
  }

  static SocketPair tcp() throws IOException {
    return at(new Endpoint.Tcp("127.0.0.1", 0));
  }

  private static SocketPair at(Endpoint endpoint) throws IOException {
    Listener listener = Listener.bind(endpoint, Optional.empty());
    Transport client = Dialer.connect(listener.local(), TIMEOUT);
    return new SocketPair(client, listener.accept(), listener);
  }

  @Override
  public void close() throws IOException {
    try (listener;
        client) {
      server.close();
    }
  }
}
