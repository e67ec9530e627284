package dev.airlock.broker.upstream;

import dev.airlock.http1.Framing;
import dev.airlock.http1.ResponseHead;
import dev.airlock.http1.Wire;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;

/// The daemon's answer to one request: its head, and a body that is read as it comes.
///
/// The reader owns it. Closing gives the connection back to be used again if the body was read to
/// its end, and ends it otherwise.
public final class Reply implements Closeable {
  private final UpstreamConnection connection;
  private final ResponseHead head;
  private final Framing framing;
  private final InputStream body;
  private boolean taken;

  Reply(UpstreamConnection connection, ResponseHead head, Framing framing) {
    this.connection = connection;
    this.head = head;
    this.framing = framing;
    this.body = connection.wire().readBody(framing);
  }

  public ResponseHead head() {
    return head;
  }

  public Framing framing() {
    return framing;
  }

  public InputStream body() {
    return body;
  }

  public boolean isSuccess() {
    return head.status() >= 200 && head.status() < 300;
  }

  /// The connection itself, once it carries a raw stream; the caller closes its transport.
  public Wire takeWire() {
    taken = true;
    return connection.wire();
  }

  /// Ends the connection under whoever reads from it.
  public void abort() throws IOException {
    connection.close();
  }

  @Override
  public void close() throws IOException {
    if (!taken) {
      connection.finish(head, framing);
    }
  }
}
