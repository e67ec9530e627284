package dev.airlock.broker.audit;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.locks.ReentrantLock;

/// Appends one JSON line per decision. Safe for use by many threads; a line is written whole.
public final class AuditLog implements Closeable {
  /// A target or reason longer than this is cut: the attacker writes it.
  static final int MAX_TEXT = 512;

  private static final JsonFactory JSON = new JsonFactory();

  private final String session;
  private final OutputStream out;
  private final ReentrantLock lock = new ReentrantLock();
  private boolean closed;

  AuditLog(String session, OutputStream out) {
    this.session = requireNonNull(session, "session is null");
    this.out = requireNonNull(out, "out is null");
  }

  /// Appends to the file, which is made if it is not there.
  public static AuditLog appendTo(Path file, String session) throws IOException {
    return new AuditLog(
        session, Files.newOutputStream(file, StandardOpenOption.CREATE, StandardOpenOption.APPEND));
  }

  /// Keeps nothing.
  public static AuditLog none() {
    return new AuditLog("", OutputStream.nullOutputStream());
  }

  /// Appends a line; none after it was closed, when the broker is ending its connections.
  ///
  /// @throws UncheckedIOException if the line cannot be written
  public void write(AuditEntry entry) {
    if (session.isEmpty()) {
      return; // nothing is kept, and a line costs as much as the rest of a ping
    }
    byte[] line = (line(entry) + "\n").getBytes(StandardCharsets.UTF_8);
    lock.lock();
    try {
      if (!closed) {
        out.write(line);
        out.flush();
      }
    } catch (IOException e) {
      throw new UncheckedIOException("audit line not written", e);
    } finally {
      lock.unlock();
    }
  }

  private String line(AuditEntry entry) {
    StringWriter text = new StringWriter();
    try (JsonGenerator json = JSON.createGenerator(text)) {
      json.writeStartObject();
      json.writeStringField("time", entry.time().toString());
      json.writeStringField("session", session);
      json.writeStringField("method", cut(entry.method()));
      json.writeStringField("path", cut(entry.path()));
      json.writeStringField("route", entry.route());
      json.writeStringField("decision", entry.decision());
      if (!entry.reason().isEmpty()) {
        json.writeStringField("reason", cut(entry.reason()));
      }
      if (!entry.object().isEmpty()) {
        json.writeStringField("object", cut(entry.object()));
      }
      json.writeNumberField("status", entry.status());
      json.writeNumberField("request_bytes", entry.requestBytes());
      json.writeNumberField("response_bytes", entry.responseBytes());
      json.writeNumberField("duration_us", entry.took().toNanos() / 1_000);
      json.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return text.toString();
  }

  private static String cut(String text) {
    return text.length() <= MAX_TEXT ? text : text.substring(0, MAX_TEXT) + "…";
  }

  @Override
  public void close() throws IOException {
    lock.lock();
    try {
      closed = true;
      out.close();
    } finally {
      lock.unlock();
    }
  }
}
