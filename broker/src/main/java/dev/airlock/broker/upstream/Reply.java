package dev.airlock.broker.upstream;

import dev.airlock.http1.Framing;
import dev.airlock.http1.ResponseHead;
import dev.airlock.http1.Wire;
import java.io.Closeable;
import java.io.FilterInputStream;
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
  private final Body body;
  private boolean taken;

  Reply(UpstreamConnection connection, ResponseHead head, Framing framing) {
    this.connection = connection;
    this.head = head;
    this.framing = framing;
    this.body = new Body(connection.wire().readBody(framing), isEmpty(framing));
  }

  private static boolean isEmpty(Framing framing) {
    return framing instanceof Framing.None
        || framing instanceof Framing.Length(long bytes) && bytes == 0;
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

  @Override
  public void close() throws IOException {
    if (!taken) {
      connection.finish(head, framing, body.ended);
    }
  }

  /// Remembers that the end was seen: asking for it could wait for ever.
  private static final class Body extends FilterInputStream {
    private boolean ended;

    Body(InputStream in, boolean ended) {
      super(in);
      this.ended = ended;
    }

    @Override
    public int read() throws IOException {
      int one = super.read();
      ended |= one < 0;
      return one;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
      int count = super.read(bytes, offset, length);
      ended |= count < 0;
      return count;
    }

    @Override
    public void close() {
      // The connection is closed or given back by the reply.
    }
  }
}
