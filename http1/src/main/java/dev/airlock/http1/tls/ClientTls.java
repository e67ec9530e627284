package dev.airlock.http1.tls;

import java.io.IOException;
import java.net.Socket;
import java.nio.file.Path;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;

/// The client's side: TLS 1.3 only, the server's certificate is of the CA and for the host dialled.
///
/// Immutable, safe for any number of threads.
public final class ClientTls {
  private final SSLContext context;

  private ClientTls(SSLContext context) {
    this.context = context;
  }

  /// Reads `ca.pem` (whom we believe), `cert.pem` and `key.pem` (who we are).
  public static ClientTls fromDirectory(Path directory) throws IOException {
    return new ClientTls(TlsFiles.contextOf(directory));
  }

  /// Layers TLS over a connected socket; the handshake comes with the first byte read or written.
  ///
  /// @param host the name or address that the server's certificate must be for
  public SSLSocket layer(Socket connected, String host, int port) throws IOException {
    SSLSocket socket =
        (SSLSocket)
            context.getSocketFactory().createSocket(connected, host, port, /* autoClose= */ true);
    SSLParameters parameters = socket.getSSLParameters();
    parameters.setProtocols(new String[] {TlsFiles.PROTOCOL});
    // SECURITY: without it any certificate of the CA, a client's too, would pass for the server's.
    parameters.setEndpointIdentificationAlgorithm("HTTPS");
    socket.setSSLParameters(parameters);
    return socket;
  }
}
