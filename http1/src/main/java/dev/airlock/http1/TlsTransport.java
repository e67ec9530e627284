package dev.airlock.http1;

import java.io.IOException;
import java.net.Socket;
import java.time.Duration;
import javax.net.ssl.SSLSocket;

/// TLS over a TCP socket. The handshake happens with the first read or write, so it is under the
/// deadline of the connection's own thread and never holds up the accept loop.
final class TlsTransport extends StreamTransport {
  private static final Duration CLOSE_TIME = Duration.ofSeconds(1);

  private final SSLSocket tls;
  private final Socket socket;

  /// @param socket what `tls` is layered over
  TlsTransport(SSLSocket tls, Socket socket, String peer) throws IOException {
    super(tls.getInputStream(), tls.getOutputStream(), peer);
    this.tls = tls;
    this.socket = socket;
  }

  /// Sends close_notify; TLS 1.3 lets the other direction go on.
  @Override
  public void shutdownOutput() throws IOException {
    try {
      tls.shutdownOutput();
    } catch (IOException e) {
      throw explain(e);
    }
  }

  @Override
  void abort() throws IOException {
    socket.close();
  }

  /// Sends close_notify, so that the peer can tell the end from a cut; a writer that is blocked
  /// would hold that up, but not for longer than the deadline.
  @Override
  void closeOrderly() throws IOException {
    expireAfter(CLOSE_TIME);
    try {
      tls.shutdownOutput();
    } catch (IOException e) {
      // The peer is gone, or has sent close_notify and the connection with it.
    } finally {
      abort();
    }
  }
}
