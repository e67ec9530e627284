package dev.airlock.egress.audit;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.util.JsonRecyclerPools;
import dev.airlock.egress.policy.Destination;
import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;

/// Writes audit lines, each at once and as a whole. Safe for use by many threads.
///
/// SECURITY: fails closed. A line that cannot be written is an exception in the connection it is
/// about, before anything was sent on.
public final class AuditLog implements Closeable {
  // The default pool keeps 16 KiB for each thread, and each tunnel is a thread.
  private static final JsonFactory JSON =
      JsonFactory.builder().recyclerPool(JsonRecyclerPools.sharedBoundedPool()).build();

  private final OutputStream output;
  private final InstantSource clock;
  private final String session;
  private final AtomicLong ids = new AtomicLong();

  /// Writes to a stream, which is closed with it.
  ///
  /// @param session the session's id; empty if there is none, as when run by hand
  public AuditLog(OutputStream output, InstantSource clock, String session) {
    this.output = output;
    this.clock = clock;
    this.session = session;
  }

  /// Appends to a file, which is made if it is not there.
  public static AuditLog appendingTo(Path file, InstantSource clock, String session)
      throws IOException {
    return new AuditLog(
        Files.newOutputStream(file, StandardOpenOption.CREATE, StandardOpenOption.APPEND),
        clock,
        session);
  }

  /// The record of one request that begins now.
  ///
  /// @param destination empty if the request could not be read so far
  public AuditTrail begin(String client, String method, Optional<Destination> destination) {
    return new AuditTrail(this, ids.incrementAndGet(), client, method, destination);
  }

  InstantSource clock() {
    return clock;
  }

  /// What a line holds beside time, event and session.
  interface Content {
    void write(JsonGenerator json) throws IOException;
  }

  void write(String event, Content content) {
    var line = new ByteArrayOutputStream(512);
    try (JsonGenerator json = JSON.createGenerator(line)) {
      json.writeStartObject();
      json.writeStringField("time", clock.instant().toString());
      json.writeStringField("event", event);
      json.writeStringField("session", session);
      content.write(json);
      json.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot make an audit line", e);
    }
    line.write('\n');
    append(line.toByteArray());
  }

  private synchronized void append(byte[] line) {
    try {
      output.write(line);
      output.flush();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write the audit log", e);
    }
  }

  @Override
  public void close() throws IOException {
    output.close();
  }
}
