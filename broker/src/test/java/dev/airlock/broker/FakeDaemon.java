package dev.airlock.broker;

import dev.airlock.http1.Endpoint;
import dev.airlock.http1.Fields;
import dev.airlock.http1.Framing;
import dev.airlock.http1.HeadLimits;
import dev.airlock.http1.Listener;
import dev.airlock.http1.ProtocolException;
import dev.airlock.http1.RequestHead;
import dev.airlock.http1.ResponseHead;
import dev.airlock.http1.Server;
import dev.airlock.http1.Transport;
import dev.airlock.http1.Wire;
import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;

/// A daemon that writes down what it is asked and says what it was told to say.
///
/// Rules are tried from the newest to the oldest; what none knows is answered 404.
public final class FakeDaemon implements Closeable {
  /// The broker's own questions about the engine.
  private static final Set<String> LOOKUPS = Set.of("GET /version", "GET /info");

  private final Server server;
  private final List<Request> requests = new CopyOnWriteArrayList<>();
  private final Map<String, Handler> handlers = new LinkedHashMap<>();
  private final Set<String> unread = new HashSet<>();

  /// A request as it arrived.
  ///
  /// @param target without the version prefix
  public record Request(RequestHead head, String target, String body) {
    String line() {
      return head.method() + " " + target;
    }
  }

  /// Answers a request on its connection; the connection goes on if that is possible.
  @FunctionalInterface
  public interface Handler {
    void answer(Request request, Wire wire) throws IOException;
  }

  public FakeDaemon(Path socket) throws IOException {
    server =
        new Server(Listener.bind(new Endpoint.Unix(socket), Optional.empty()), 4096, this::serve);
    json("GET /version", 200, "{\"ApiVersion\":\"1.51\",\"Version\":\"28.5.2\"}");
    json("GET /info", 200, "{\"IndexServerAddress\":\"https://index.registry.example/v1/\"}");
    server.start();
  }

  public Endpoint endpoint() {
    return server.local();
  }

  int connections() {
    return server.connections();
  }

  /// From now on, requests that begin so are answered by this.
  ///
  /// @param start method and the start of the target, as `GET /containers/json`
  public synchronized FakeDaemon on(String start, Handler handler) {
    handlers.remove(start);
    handlers.put(start, handler);
    return this;
  }

  /// The same, with the body of the request still to be read by the handler.
  synchronized FakeDaemon onHead(String start, Handler handler) {
    unread.add(start);
    return on(start, handler);
  }

  public FakeDaemon json(String start, int status, String json) {
    return on(start, (request, wire) -> respond(wire, request.head().method(), status, json));
  }

  static void respond(Wire wire, String method, int status, String json) throws IOException {
    byte[] body = json.getBytes(StandardCharsets.UTF_8);
    Fields fields = Fields.of("Content-Type", "application/json", "Server", "Docker/fake");
    boolean bodiless = status == 204 || status == 304;
    Framing framing = bodiless ? new Framing.None() : new Framing.Length(body.length);
    wire.write(new ResponseHead(status, "", fields).with(framing));
    boolean sends = !bodiless && !method.equals("HEAD");
    try (OutputStream out = wire.writeBody(sends ? framing : new Framing.None())) {
      if (sends) {
        out.write(body);
      }
    }
  }

  /// What comes on a raw stream until the other side ends it.
  static String readRaw(Wire wire) throws IOException {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    all.write(wire.takeReceived());
    ByteBuffer piece = ByteBuffer.allocate(4096);
    while (wire.transport().read(piece.clear()) >= 0) {
      all.write(piece.array(), 0, piece.position());
    }
    return all.toString(StandardCharsets.UTF_8);
  }

  /// Everything it was asked but the broker's look-ups about the engine itself.
  public List<Request> requests() {
    return requests.stream().filter(request -> !LOOKUPS.contains(request.line())).toList();
  }

  List<String> lines() {
    return requests().stream().map(Request::line).toList();
  }

  private void serve(Transport transport) throws IOException {
    Wire wire = new Wire(transport, HeadLimits.DEFAULT);
    try {
      while (true) {
        Optional<RequestHead> head = wire.readRequestHead();
        if (head.isEmpty()) {
          return;
        }
        String target = head.get().target().text().replaceFirst("^/v1\\.[0-9]+/", "/");
        Request request = new Request(head.get(), target, readBody(wire, head.get(), target));
        requests.add(request);
        handlerFor(request).answer(request, wire);
      }
    } catch (ProtocolException e) {
      throw new IOException(e);
    }
  }

  private String readBody(Wire wire, RequestHead head, String target)
      throws IOException, ProtocolException {
    String line = head.method() + " " + target;
    if (unread.stream().anyMatch(line::startsWith)) {
      return "";
    }
    byte[] body = wire.readBody(Framing.ofRequest(head)).readAllBytes();
    return new String(body, StandardCharsets.ISO_8859_1);
  }

  private synchronized Handler handlerFor(Request request) {
    Handler found = null;
    for (Map.Entry<String, Handler> handler : handlers.entrySet()) {
      if (request.line().startsWith(handler.getKey())) {
        found = handler.getValue();
      }
    }
    return found != null
        ? found
        : (unknown, wire) ->
            respond(wire, unknown.head().method(), 404, "{\"message\":\"page not found\"}");
  }

  @Override
  public void close() throws IOException {
    server.close();
  }
}
