package dev.airlock.e2e.corpus;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.util.Objects.requireNonNull;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.EOFException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.Channels;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;

/// An engine that keeps every byte it gets and refuses nothing.
///
/// It counts the bytes of all connections, so that bytes that are no whole request are seen too.
final class RecordingEngine implements Closeable {

  private static final String END_OF_HEAD = "\r\n\r\n";

  private final ServerSocketChannel listener;
  private final EngineModel model = new EngineModel();
  private final List<RecordedRequest> requests = new CopyOnWriteArrayList<>();
  private final AtomicLong received = new AtomicLong();
  private final AtomicLong attributed = new AtomicLong();

  RecordingEngine(Path socket) throws IOException {
    listener = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
    listener.bind(UnixDomainSocketAddress.of(socket));
    Thread.ofVirtual().name("recording-engine").start(this::acceptAll);
  }

  /// Everything so far, oldest first.
  List<RecordedRequest> requests() {
    return List.copyOf(requests);
  }

  /// Bytes that came in and are part of no complete request.
  long strayBytes() {
    return received.get() - attributed.get();
  }

  /// What it has, beside what it was asked to make.
  EngineModel model() {
    return model;
  }

  private void acceptAll() {
    while (listener.isOpen()) {
      try {
        SocketChannel connection = listener.accept();
        Thread.ofVirtual().start(() -> serve(connection));
      } catch (IOException e) {
        return; // closed
      }
    }
  }

  private void serve(SocketChannel channel) {
    try (channel) {
      InputStream in =
          new BufferedInputStream(new Counted(Channels.newInputStream(channel)), 65_536);
      OutputStream out = new BufferedOutputStream(Channels.newOutputStream(channel), 65_536);
      while (true) {
        RecordedRequest request = read(in);
        requests.add(request);
        if (!new EngineAnswer(model, request, in, out, attributed).write()) {
          return;
        }
      }
    } catch (IOException | UncheckedIOException e) {
      // The broker is gone, or what it sent is no request: the count of stray bytes tells.
    }
  }

  private RecordedRequest read(InputStream in) throws IOException {
    ByteArrayOutputStream raw = new ByteArrayOutputStream();
    for (int matched = 0; matched < 4; ) {
      int b = readByte(in);
      raw.write(b);
      matched = b == END_OF_HEAD.charAt(matched) ? matched + 1 : b == '\r' ? 1 : 0;
    }
    String head = raw.toString(ISO_8859_1);
    String[] lines = head.substring(0, head.length() - END_OF_HEAD.length()).split("\r\n", -1);
    String[] requestLine = lines[0].split(" ", -1);
    if (requestLine.length != 3) {
      throw new IOException("not a request line: " + lines[0]);
    }
    Map<String, String> fields = new LinkedHashMap<>();
    for (int i = 1; i < lines.length; i++) {
      int colon = lines[i].indexOf(':');
      fields.put(
          lines[i].substring(0, colon).toLowerCase(Locale.ROOT),
          lines[i].substring(colon + 1).strip());
    }
    Body body = body(in, fields);
    attributed.addAndGet(head.length() + body.wireLength);
    return new RecordedRequest(requestLine[0], requestLine[1], fields, head, body.content);
  }

  private static int readByte(InputStream in) throws IOException {
    int b = in.read();
    if (b < 0) {
      throw new EOFException();
    }
    return b;
  }

  @SuppressWarnings("ArrayRecordComponent") // read once
  private record Body(byte[] content, long wireLength) {}

  private static Body body(InputStream in, Map<String, String> fields) throws IOException {
    if (fields.containsKey("transfer-encoding")) {
      return chunked(in);
    }
    int length = Integer.parseInt(fields.getOrDefault("content-length", "0"));
    return new Body(in.readNBytes(length), length);
  }

  private static Body chunked(InputStream in) throws IOException {
    ByteArrayOutputStream content = new ByteArrayOutputStream();
    long wire = 0;
    while (true) {
      String line = line(in);
      int size = Integer.parseInt(line.replaceFirst(";.*", ""), 16);
      wire += line.length() + 2L + size;
      content.write(in.readNBytes(size));
      wire += line(in).length() + 2L;
      if (size == 0) {
        return new Body(content.toByteArray(), wire);
      }
    }
  }

  private static String line(InputStream in) throws IOException {
    StringBuilder line = new StringBuilder();
    int b;
    while ((b = readByte(in)) != '\n') {
      line.append((char) b);
    }
    return line.substring(0, line.length() - 1);
  }

  @Override
  public void close() throws IOException {
    listener.close();
  }

  /// Counts what the socket delivered.
  private final class Counted extends FilterInputStream {
    Counted(InputStream in) {
      super(requireNonNull(in, "in is null"));
    }

    @Override
    public int read() throws IOException {
      throw new IOException("only read in blocks");
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
      int n = super.read(buffer, offset, length);
      received.addAndGet(Math.max(n, 0));
      return n;
    }
  }
}
