package dev.airlock.http1;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.SequenceInputStream;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// One HTTP/1.1 connection, both directions: heads and bodies in, heads and bodies out.
///
/// One thread may read while another writes. The wire owns its transport and closes it. A message
/// must be read to its end before the next head is read.
public final class Wire implements AutoCloseable {
  /// How long, and how many bytes, a connection is read after its last response.
  public static final Duration LINGER_TIME = Duration.ofSeconds(2);

  public static final long LINGER_BYTES = 1024 * 1024;

  private static final String LINE_END = "\r\n";

  private final Transport transport;
  private final ReadDeadlines deadlines;
  private final HeadLimits limits;
  private final Inbox inbox;
  private final Outbox outbox;
  private final HeadReader heads;
  private @Nullable BodyInput body;
  private Framing announced = new Framing.None();

  /// A wire that takes origin-form targets and waits for its peer for ever.
  public Wire(Transport transport, HeadLimits limits) {
    this(transport, limits, TargetForms.ORIGIN, ReadDeadlines.NONE);
  }

  public Wire(Transport transport, HeadLimits limits, TargetForms forms, ReadDeadlines deadlines) {
    this.transport = transport;
    this.deadlines = deadlines;
    this.limits = limits;
    this.inbox = new Inbox(transport);
    this.outbox = new Outbox(transport);
    this.heads = new HeadReader(inbox, limits, forms);
  }

  /// The next request; empty if the peer ended the connection before its first byte.
  public Optional<RequestHead> readRequestHead() throws ProtocolException, IOException {
    if (!awaitHead()) {
      return Optional.empty();
    }
    RequestHead head = heads.readRequest();
    headEnded();
    return Optional.of(head);
  }

  /// The next response head, interim ones too: [ResponseHead#isInterim()] says another follows.
  public ResponseHead readResponseHead() throws ProtocolException, IOException {
    if (!awaitHead()) {
      throw ProtocolException.at(0, Violation.TRUNCATED, "connection ended before a response");
    }
    ResponseHead head = heads.readResponse();
    headEnded();
    return head;
  }

  /// Waits until the peer sends something or ends the connection; what it sent is still to be read.
  /// May run beside a thread that writes: whoever answers slowly learns that nobody waits for it.
  ///
  /// @return whether something came; false at the end
  public boolean awaitPeer() throws IOException {
    return inbox.length() > 0 || inbox.fill(limits.headBytes());
  }

  private boolean awaitHead() throws IOException {
    if (!isAtMessageEnd()) {
      throw new IllegalStateException("the body before this head was not read to its end");
    }
    if (inbox.length() == 0) {
      deadlines.beforeHead().ifPresent(transport::expireAfter);
      if (!inbox.fill(limits.headBytes())) {
        return false;
      }
    }
    deadlines.head().ifPresentOrElse(transport::expireAfter, transport::neverExpire);
    return true;
  }

  private void headEnded() {
    if (deadlines.head().isPresent()) {
      transport.neverExpire();
    }
  }

  /// The body of the message whose head was read last. Protocol errors come as
  /// [ProtocolIOException]; closing the stream does nothing, [#isAtMessageEnd()] tells whether all
  /// was read.
  public InputStream readBody(Framing framing) {
    BodySource source = new BodySource(transport, inbox, deadlines.bodyGap());
    BodyInput input =
        switch (framing) {
          case Framing.None() -> new LengthInput(source, 0);
          case Framing.Length(long bytes) -> new LengthInput(source, bytes);
          case Framing.Chunked() -> new ChunkedInput(source, heads);
          case Framing.UntilClose() -> new UntilCloseInput(source);
        };
    body = input;
    return input;
  }

  /// Whether the body that was asked for last was read to its end, so that a head may follow.
  public boolean isAtMessageEnd() {
    return body == null || body.isAtEnd();
  }

  /// Queues a request head; it leaves with the body, or with [#flush()].
  public void write(RequestHead head) {
    outbox.add(head.method());
    outbox.add(" ");
    outbox.add(head.target().text());
    outbox.add(head.minorVersion() == 0 ? " HTTP/1.0\r\n" : " HTTP/1.1\r\n");
    writeFields(head.fields());
    announced = announcedBy(head.fields(), new Framing.None());
  }

  /// Queues a response head, always as HTTP/1.1; it leaves with the body, or with [#flush()].
  public void write(ResponseHead head) {
    outbox.add("HTTP/1.1 " + head.status() + " " + head.reason() + LINE_END);
    writeFields(head.fields());
    announced = announcedBy(head.fields(), new Framing.UntilClose());
  }

  private void writeFields(Fields fields) {
    for (Field field : fields.list()) {
      outbox.add(field.name());
      outbox.add(": ");
      outbox.add(field.value());
      outbox.add(LINE_END);
    }
    outbox.add(LINE_END);
  }

  private static Framing announcedBy(Fields fields, Framing otherwise) {
    try {
      return Framing.declared(fields, 1, otherwise);
    } catch (ProtocolException e) {
      // SECURITY: what we write is held to what we read.
      throw new IllegalStateException("the head to be written is badly framed", e);
    }
  }

  /// The body of the message whose head was written last, which must have announced that framing.
  /// [Framing.None] after any head, as for HEAD and 304. Closing the stream ends the body and
  /// flushes; it does not close the connection.
  public OutputStream writeBody(Framing framing) {
    boolean none = framing instanceof Framing.None;
    if (!none && !framing.equals(announced)) {
      throw new IllegalStateException("the head announced " + announced + ", not " + framing);
    }
    return switch (framing) {
      case Framing.None() -> new LengthOutput(transport, outbox, 0);
      case Framing.Length(long bytes) -> new LengthOutput(transport, outbox, bytes);
      case Framing.Chunked() -> new ChunkedOutput(transport, outbox);
      case Framing.UntilClose() -> new UntilCloseOutput(transport, outbox);
    };
  }

  /// Sends what is queued.
  public void flush() throws IOException {
    outbox.flush();
  }

  public Transport transport() {
    return transport;
  }

  /// Whether bytes were received that nobody has read: after a message, the beginning of the next,
  /// or what a server had no business to send.
  public boolean hasReceived() {
    return inbox.length() > 0;
  }

  /// Takes what was received and not read: what follows a head that turned the connection into a
  /// raw stream.
  public byte[] takeReceived() {
    return inbox.takeAll();
  }

  /// Everything that follows as raw bytes, what was received already first. The wire reads no head
  /// after that.
  public InputStream rest() {
    return new SequenceInputStream(new ByteArrayInputStream(takeReceived()), transport.input());
  }

  /// Ends the connection so that the peer can read our last response: closing with something unread
  /// would make the system throw it away. Reads on for a while, and drops what comes.
  public void closeAfterLastResponse() throws IOException {
    try (transport) {
      transport.expireAfter(LINGER_TIME);
      flush();
      transport.shutdownOutput();
      inbox.takeAll();
      for (long left = LINGER_BYTES; left > 0; left -= inbox.takeAll().length) {
        if (!inbox.fill(Inbox.BULK_BYTES)) {
          return;
        }
      }
    }
  }

  @Override
  public void close() throws IOException {
    transport.close();
  }
}
