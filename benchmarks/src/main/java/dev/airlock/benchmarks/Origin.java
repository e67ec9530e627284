package dev.airlock.benchmarks;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.airlock.http1.Endpoint;
import dev.airlock.http1.Fields;
import dev.airlock.http1.Framing;
import dev.airlock.http1.HeadLimits;
import dev.airlock.http1.Listener;
import dev.airlock.http1.ProtocolException;
import dev.airlock.http1.RequestHead;
import dev.airlock.http1.RequestTarget;
import dev.airlock.http1.ResponseHead;
import dev.airlock.http1.Server;
import dev.airlock.http1.Transport;
import dev.airlock.http1.Wire;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;

/// The same fast stand-in for a Docker engine or a web server behind every proxy; a process of its
/// own. Arguments: length of the large body, then the endpoints to listen at.
final class Origin {
  private static final int CONNECTIONS = 1024;
  private static final int OK = 200;
  private static final int CREATED = 201;
  private static final int PIECE = 64 * 1024;

  /// The id of the one container there is.
  static final String CONTAINER = "b".repeat(64);

  private final long largeBody;

  private Origin(long largeBody) {
    this.largeBody = largeBody;
  }

  public static void main(String[] arguments) throws Exception {
    Origin origin = new Origin(Long.parseLong(arguments[0]));
    for (String endpoint : List.of(arguments).subList(1, arguments.length)) {
      Listener listener = Listener.bind(Endpoint.parse(endpoint), Optional.empty());
      new Server(listener, CONNECTIONS, origin::serve).start();
    }
    Thread.currentThread().join();
  }

  private void serve(Transport connection) throws IOException {
    Wire wire = new Wire(connection, HeadLimits.DEFAULT);
    try {
      for (Optional<RequestHead> head = wire.readRequestHead();
          head.isPresent();
          head = wire.readRequestHead()) {
        wire.readBody(Framing.ofRequest(head.get())).transferTo(OutputStream.nullOutputStream());
        String path = ((RequestTarget.Origin) head.get().target()).path();
        answer(wire, head.get().method().equals("POST") ? CREATED : OK, path);
      }
    } catch (ProtocolException e) {
      throw new IOException(e);
    }
  }

  private void answer(Wire wire, int status, String path) throws IOException {
    if (path.endsWith("/export")) {
      large(wire);
    } else if (path.endsWith("/_ping")) {
      small(wire, status, "text/plain; charset=utf-8", "OK");
    } else {
      String id = path.contains("/containers/") ? CONTAINER : "sha256:" + "a".repeat(64);
      small(wire, status, "application/json", "{\"ApiVersion\":\"1.51\",\"Id\":\"" + id + "\"}");
    }
  }

  /// With the fields that an engine answers a ping with.
  private static void small(Wire wire, int status, String type, String content) throws IOException {
    byte[] bytes = content.getBytes(US_ASCII);
    Framing framing = new Framing.Length(bytes.length);
    Fields fields =
        Fields.of(
            "Api-Version", "1.51",
            "Builder-Version", "2",
            "Cache-Control", "no-cache, no-store, must-revalidate",
            "Content-Type", type,
            "Docker-Experimental", "false",
            "Ostype", "linux",
            "Pragma", "no-cache",
            "Server", "Docker/28.5.2 (linux)",
            "Swarm", "inactive",
            "Date", "Sun, 22 Nov 2026 03:00:00 GMT");
    wire.write(new ResponseHead(status, "OK", fields).with(framing));
    try (OutputStream body = wire.writeBody(framing)) {
      body.write(bytes);
    }
  }

  private void large(Wire wire) throws IOException {
    wire.write(
        new ResponseHead(200, "OK", Fields.of("Content-Type", "application/x-tar"))
            .with(new Framing.Length(largeBody)));
    wire.flush();
    ByteBuffer piece = ByteBuffer.allocateDirect(PIECE);
    for (long left = largeBody; left > 0; left -= PIECE) {
      wire.transport().write(piece.clear().limit((int) Math.min(left, PIECE)));
    }
  }
}
