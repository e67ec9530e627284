package dev.airlock.http1.tls;

import java.io.IOException;
import java.net.Socket;
import java.nio.file.Path;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;

/// The server's side: TLS 1.3 only, and a client without a certificate of the CA is turned away.
///
/// Immutable, safe for any number of threads.
public final class ServerTls {
  private final SSLContext context;

  private ServerTls(SSLContext context) {
    this.context = context;
  }

  /// Reads `ca.pem` (who may connect), `cert.pem` and `key.pem` (who we are).
  public static ServerTls fromDirectory(Path directory) throws IOException {
    return new ServerTls(TlsFiles.contextOf(directory));
  }

  /// Layers TLS over an accepted socket; the handshake comes with the first byte read or written.
  public SSLSocket layer(Socket accepted) throws IOException {
    SSLSocket socket =
        (SSLSocket) context.getSocketFactory().createSocket(accepted, null, /* autoClose= */ true);
    SSLParameters parameters = socket.getSSLParameters();
    parameters.setProtocols(new String[] {TlsFiles.PROTOCOL});
    // SECURITY: mutual TLS is the only thing that tells clients of a TCP listener apart.
    parameters.setNeedClientAuth(true);
    socket.setSSLParameters(parameters);
    return socket;
  }
}
