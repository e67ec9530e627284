package dev.airlock.broker.upstream;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.airlock.broker.archive.SpoolFile;
import dev.airlock.broker.inspect.UpstreamRequest;
import dev.airlock.broker.inspect.UpstreamRequest.InMemory;
import dev.airlock.broker.inspect.UpstreamRequest.NoContent;
import dev.airlock.broker.inspect.UpstreamRequest.OnDisk;
import dev.airlock.broker.ownership.EngineLookup;
import dev.airlock.http1.Endpoint;
import dev.airlock.http1.Field;
import dev.airlock.http1.Fields;
import dev.airlock.http1.Framing;
import dev.airlock.http1.ProtocolException;
import dev.airlock.http1.RequestHead;
import dev.airlock.http1.RequestTarget;
import dev.airlock.http1.ResponseHead;
import dev.airlock.http1.Violation;
import dev.airlock.http1.tls.ClientTls;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The client to the daemon: sends requests that the broker wrote itself, over connections that are
/// kept and used again. Safe for use by many threads.
public final class Daemon implements Closeable, EngineLookup {
  /// The longest that a question of the broker's own may take.
  static final Duration LOOKUP_TIMEOUT = Duration.ofSeconds(10);

  /// The most that is read of an answer to a question of the broker's own.
  static final int LOOKUP_BYTES = 64 * 1024 * 1024;

  /// 1xx heads that may come before the final one.
  private static final int MAX_INTERIM = 16;

  private static final ObjectMapper JSON = new ObjectMapper();

  private final ConnectionPool pool;

  public Daemon(Endpoint endpoint, Optional<ClientTls> tls) {
    this.pool = new ConnectionPool(endpoint, tls);
  }

  /// Sends a request and reads the head of the answer; waits for it as long as it takes.
  ///
  /// @throws DaemonException if the daemon is not reached or what it says is not HTTP
  public Reply send(UpstreamRequest request) throws DaemonException {
    boolean repeatable = request.method().equals("GET") || request.method().equals("HEAD");
    try {
      // A connection that the daemon has meanwhile closed cannot be told from one in use: only what
      // may
      // be sent twice goes over a used one.
      UpstreamConnection connection = repeatable ? pool.borrow() : pool.open();
      try {
        return exchange(connection, request);
      } catch (NothingHeardException e) {
        if (!connection.isReused()) {
          throw e;
        }
        return exchange(pool.open(), request);
      }
    } catch (IOException e) {
      throw new DaemonException("the engine does not answer", e);
    } catch (ProtocolException e) {
      throw new DaemonException("the engine's answer is not HTTP: " + e.getMessage(), e);
    }
  }

  @Override
  public Optional<JsonNode> get(String target) throws IOException {
    UpstreamRequest request =
        new UpstreamRequest("GET", target, Map.of(), new UpstreamRequest.NoContent());
    try (Reply reply = lookUp(request)) {
      byte[] body = reply.body().readNBytes(LOOKUP_BYTES + 1);
      if (reply.head().status() == 404) {
        return Optional.empty();
      }
      if (reply.head().status() != 200 || body.length > LOOKUP_BYTES) {
        throw new DaemonException("the engine answered " + reply.head().status() + " to a look-up");
      }
      return Optional.of(JSON.readTree(body));
    } catch (JsonProcessingException e) {
      throw new DaemonException("the engine's answer to a look-up is not JSON", e);
    }
  }

  /// Sends a question of the broker's own, whose answer may take [#LOOKUP_TIMEOUT].
  public Reply lookUp(UpstreamRequest request) throws DaemonException {
    try {
      return exchange(pool.openFor(LOOKUP_TIMEOUT), request);
    } catch (IOException e) {
      throw new DaemonException("the engine does not answer", e);
    } catch (ProtocolException e) {
      throw new DaemonException("the engine's answer is not HTTP: " + e.getMessage(), e);
    }
  }

  private static Reply exchange(UpstreamConnection connection, UpstreamRequest request)
      throws IOException, ProtocolException {
    try {
      write(connection, request);
      ResponseHead head = finalHead(connection);
      return new Reply(connection, head, Framing.ofResponse(request.method(), head));
    } catch (IOException | ProtocolException | RuntimeException e) {
      connection.close();
      throw e;
    }
  }

  private static ResponseHead finalHead(UpstreamConnection connection)
      throws IOException, ProtocolException {
    for (int i = 0; i <= MAX_INTERIM; i++) {
      ResponseHead head = firstHead(connection, i == 0);
      if (!head.isInterim()) {
        return head;
      }
    }
    throw new IOException("more than " + MAX_INTERIM + " interim responses");
  }

  private static ResponseHead firstHead(UpstreamConnection connection, boolean isFirst)
      throws IOException, ProtocolException {
    try {
      return connection.wire().readResponseHead();
    } catch (IOException e) {
      if (isFirst) {
        throw new NothingHeardException(e);
      }
      throw e;
    } catch (ProtocolException e) {
      if (isFirst && e.violation() == Violation.TRUNCATED) {
        throw new NothingHeardException(e);
      }
      throw e;
    }
  }

  private static void write(UpstreamConnection connection, UpstreamRequest request)
      throws IOException {
    try {
      RequestHead head = head(request);
      switch (request.content()) {
        case NoContent() -> {
          connection.wire().write(head);
          connection.wire().flush();
          connection.requestIsWritten();
        }
        case InMemory(byte[] bytes) -> {
          connection.wire().write(head);
          try (OutputStream body = connection.wire().writeBody(new Framing.Length(bytes.length))) {
            body.write(bytes);
          }
          connection.wire().flush();
          connection.requestIsWritten();
        }
        case OnDisk(SpoolFile file) -> {
          connection.wire().write(head);
          // The daemon talks while it reads (the progress of an image load), so nobody may wait
          // here.
          Thread.ofVirtual().name("upload").start(() -> upload(connection, file));
        }
      }
    } catch (IOException e) {
      throw new NothingHeardException(e);
    }
  }

  private static void upload(UpstreamConnection connection, SpoolFile file) {
    try (InputStream content = file.open();
        OutputStream body = connection.wire().writeBody(new Framing.Length(file.size()))) {
      content.transferTo(body);
      body.flush();
      connection.wire().flush();
      connection.requestIsWritten();
    } catch (IOException e) {
      // The daemon stopped reading: what it has to say of that is in its answer.
    }
  }

  private static RequestHead head(UpstreamRequest request) throws IOException {
    List<Field> fields = new ArrayList<>();
    fields.add(new Field("Host", "docker"));
    request.fields().forEach((name, value) -> fields.add(new Field(name, value)));
    RequestHead head =
        new RequestHead(
            request.method(), RequestTarget.Origin.of(request.target()), 1, Fields.of(fields));
    return head.with(framing(request));
  }

  private static Framing framing(UpstreamRequest request) throws IOException {
    return switch (request.content()) {
      case NoContent() ->
          request.method().equals("GET") || request.method().equals("HEAD")
              ? new Framing.None()
              : new Framing.Length(0);
      case InMemory(byte[] bytes) -> new Framing.Length(bytes.length);
      case OnDisk(SpoolFile file) -> new Framing.Length(file.size());
    };
  }

  @Override
  public void close() throws IOException {
    pool.close();
  }

  /// The connection broke before a byte of an answer came.
  private static final class NothingHeardException extends IOException {
    private static final long serialVersionUID = 1L;

    NothingHeardException(Exception cause) {
      super(cause.getMessage(), cause);
    }
  }
}
