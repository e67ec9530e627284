package dev.airlock.broker.server;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.airlock.broker.policy.Refusal;
import dev.airlock.http1.Fields;
import dev.airlock.http1.Framing;
import dev.airlock.http1.Persistence;
import dev.airlock.http1.RequestHead;
import dev.airlock.http1.ResponseHead;
import dev.airlock.http1.Wire;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/// Writes the one final response to a request, and knows afterwards what it was.
final class Responder {
  private static final ResponseHead CONTINUE = new ResponseHead(100, "Continue", Fields.EMPTY);

  private final Wire wire;
  private final RequestHead request;
  private boolean closing;
  private int status;
  private long bytes;
  private @Nullable OutputStream progress;

  Responder(Wire wire, RequestHead request) {
    this.wire = requireNonNull(wire, "wire is null");
    this.request = requireNonNull(request, "request is null");
    this.closing = Persistence.ofRequest(request) == Persistence.CLOSE;
  }

  /// The status that was answered, or 0.
  int status() {
    return status;
  }

  /// Content sent so far.
  long bytes() {
    return bytes;
  }

  boolean hasBegun() {
    return status != 0;
  }

  boolean isClosing() {
    return closing;
  }

  /// Whether a [#message] still reaches the client.
  boolean canSay() {
    return !hasBegun() || progress != null;
  }

  /// No request is read from this connection any more.
  void close() {
    closing = true;
  }

  /// Tells a client that waits for it to send its body.
  void sendContinue() throws IOException {
    if (request.expectsContinue()) {
      wire.write(CONTINUE);
      wire.flush();
    }
  }

  void refuse(Refusal refusal) throws IOException {
    switch (refusal) {
      case Refusal.Denied denied ->
          message(
              403,
              "sandbox: denied ("
                  + denied.reason().code()
                  + "): "
                  + denied.detail()
                  + "; "
                  + denied.remedy());
      case Refusal.NotFound(String detail) -> message(404, detail);
      case Refusal.Malformed(String detail) -> {
        close();
        message(400, "sandbox: malformed request: " + detail);
      }
    }
  }

  /// The shape of every error in Docker's API.
  void message(int code, String text) throws IOException {
    if (progress != null) {
      failProgress(text);
      return;
    }
    json(code, Fields.EMPTY, JsonNodeFactory.instance.objectNode().put("message", text));
  }

  /// Begins a stream of JSON lines that more than one answer of the engine's goes into: the next
  /// [#stream] goes on with it, and a [#message] ends it as the engine says errors there.
  void beginProgress() throws IOException {
    progress = stream(200, Fields.of("Content-Type", "application/json"), new Framing.Chunked());
  }

  /// The stream of [#beginProgress], which stays open.
  OutputStream progress() {
    return requireNonNull(progress, "no progress has begun");
  }

  /// Ends the stream of [#beginProgress]: its last line has said how it went.
  void endProgress() throws IOException {
    OutputStream lines = progress();
    progress = null;
    lines.close();
  }

  private void failProgress(String error) throws IOException {
    ObjectNode line = JsonNodeFactory.instance.objectNode();
    line.putObject("errorDetail").put("message", error);
    byte[] text = (line.put("error", error) + "\n").getBytes(StandardCharsets.UTF_8);
    progress().write(text);
    bytes += text.length;
    endProgress();
  }

  void json(int code, Fields fields, JsonNode content) throws IOException {
    byte[] body = (content + "\n").getBytes(StandardCharsets.UTF_8);
    whole(code, fields.replace("Content-Type", "application/json"), body);
  }

  /// A response whose content is known.
  void whole(int code, Fields fields, byte[] body) throws IOException {
    boolean bodiless = code == 204 || code == 304;
    Framing declared = bodiless ? new Framing.None() : new Framing.Length(body.length);
    begin(code, fields, declared);
    boolean sendsBody = !bodiless && !request.method().equals("HEAD");
    try (OutputStream content = wire.writeBody(sendsBody ? declared : new Framing.None())) {
      if (sendsBody) {
        content.write(body);
        bytes += body.length;
      }
    }
  }

  /// A response whose content comes piece by piece, each sent on at once; the caller closes the
  /// stream when it is whole, and not otherwise.
  ///
  /// @param upstream how the daemon framed it: a length it said is kept
  OutputStream stream(int code, Fields fields, Framing upstream) throws IOException {
    if (progress != null) {
      OutputStream begun = progress;
      progress = null;
      return begun;
    }
    Framing framing =
        switch (upstream) {
          case Framing.None() -> new Framing.None();
          case Framing.Length length -> length;
          case Framing.Chunked(), Framing.UntilClose() -> unknownLength();
        };
    begin(code, fields, framing);
    if (!(framing instanceof Framing.Length)) {
      // Content may be long in coming, and clients of wait and events act on the head alone.
      wire.flush();
    }
    boolean bodiless = request.method().equals("HEAD") || code == 204 || code == 304;
    return wire.writeBody(bodiless ? new Framing.None() : framing);
  }

  private Framing unknownLength() {
    if (request.minorVersion() == 1) {
      return new Framing.Chunked();
    }
    close();
    return new Framing.UntilClose();
  }

  private void begin(int code, Fields fields, Framing framing) {
    if (hasBegun()) {
      throw new IllegalStateException("a second response to one request");
    }
    status = code;
    Fields all = closing ? fields.with("Connection", "close") : fields;
    if (request.minorVersion() == 0 && !closing) {
      all = all.with("Connection", "keep-alive");
    }
    wire.write(new ResponseHead(code, reason(code), all).with(framing));
  }

  /// Turns the connection into a raw stream, in the daemon's own words.
  void hijack(ResponseHead head) throws IOException {
    status = head.status();
    closing = true;
    wire.write(head);
    wire.flush();
  }

  /// Content that was written to the stream of [#stream] or after [#hijack].
  void relayed(long count) {
    bytes += count;
  }

  private static String reason(int code) {
    return switch (code) {
      case 200 -> "OK";
      case 201 -> "Created";
      case 204 -> "No Content";
      case 304 -> "Not Modified";
      case 400 -> "Bad Request";
      case 403 -> "Forbidden";
      case 404 -> "Not Found";
      case 409 -> "Conflict";
      case 413 -> "Content Too Large";
      case 500 -> "Internal Server Error";
      case 502 -> "Bad Gateway";
      default -> code < 400 ? "OK" : "Error";
    };
  }
}
