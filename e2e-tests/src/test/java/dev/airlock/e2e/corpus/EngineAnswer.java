package dev.airlock.e2e.corpus;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicLong;

/// Writes what dockerd 28 would answer to one request.
final class EngineAnswer {

  private static final String COMMON =
      "Api-Version: 1.51\r\nDocker-Experimental: false\r\nOstype: linux\r\nServer: Docker/28.5.2 (linux)\r\n";

  private final EngineModel model;
  private final RecordedRequest request;
  private final InputStream in;
  private final OutputStream out;
  private final AtomicLong attributed;

  /// @param attributed bytes of a stream are added to it: they belong to the request
  EngineAnswer(
      EngineModel model,
      RecordedRequest request,
      InputStream in,
      OutputStream out,
      AtomicLong attributed) {
    this.model = requireNonNull(model, "model is null");
    this.request = requireNonNull(request, "request is null");
    this.in = requireNonNull(in, "in is null");
    this.out = requireNonNull(out, "out is null");
    this.attributed = requireNonNull(attributed, "attributed is null");
  }

  /// Answers.
  ///
  /// @return whether the connection lives on
  boolean write() throws IOException {
    switch (model.answer(request)) {
      case EngineReply.Json json -> json(json.status(), json.body());
      case EngineReply.Plain plain -> plain(plain);
      case EngineReply.Empty empty ->
          head(empty.status(), empty.status() == 204 ? "" : "Content-Length: 0\r\n");
      case EngineReply.Stream stream -> stream(stream);
      case EngineReply.Hijack hijack -> {
        hijack(hijack);
        return false;
      }
    }
    out.flush();
    return !request.field("connection").orElse("").equalsIgnoreCase("close");
  }

  private void json(int status, JsonNode body) throws IOException {
    plain(
        new EngineReply.Plain(status, "application/json", "", BodyNotation.utf8(body.toString())));
  }

  private void plain(EngineReply.Plain plain) throws IOException {
    head(
        plain.status(),
        "Content-Type: "
            + plain.type()
            + "\r\nContent-Length: "
            + plain.body().length
            + "\r\n"
            + plain.fields());
    if (!request.method().equals("HEAD")) {
      out.write(plain.body());
    }
  }

  private void stream(EngineReply.Stream stream) throws IOException {
    head(
        200,
        "Content-Type: " + stream.type() + "\r\nTransfer-Encoding: chunked\r\n" + stream.fields());
    for (byte[] chunk : stream.chunks()) {
      out.write((Integer.toHexString(chunk.length) + "\r\n").getBytes(US_ASCII));
      out.write(chunk);
      out.write("\r\n".getBytes(US_ASCII));
      out.flush();
    }
    if (stream.endless()) {
      out.flush();
      in.skipNBytes(Long.MAX_VALUE);
    }
    out.write("0\r\n\r\n".getBytes(US_ASCII));
  }

  /// Greets, sends everything back, and ends when the client's side has ended.
  private void hijack(EngineReply.Hijack hijack) throws IOException {
    boolean upgrade = request.field("upgrade").isPresent();
    String type = "Content-Type: " + hijack.type() + "\r\n";
    if (upgrade) {
      head(
          101,
          type
              + "Connection: Upgrade\r\nUpgrade: "
              + request.field("upgrade").orElse("tcp")
              + "\r\n");
    } else {
      out.write(("HTTP/1.1 200 OK\r\n" + type + "\r\n").getBytes(US_ASCII));
    }
    frame(BodyNotation.utf8("hello from the stream\n"), hijack.multiplexed());
    byte[] buffer = new byte[8192];
    int n;
    while ((n = in.read(buffer)) >= 0) {
      attributed.addAndGet(n);
      frame(Arrays.copyOf(buffer, n), hijack.multiplexed());
    }
    frame(BodyNotation.utf8("end of input\n"), hijack.multiplexed());
  }

  private void frame(byte[] bytes, boolean multiplexed) throws IOException {
    out.write(multiplexed ? EngineModel.frame(1, bytes) : bytes);
    out.flush();
  }

  private void head(int status, String fields) throws IOException {
    String reason =
        switch (status) {
          case 101 -> "UPGRADED";
          case 200 -> "OK";
          case 201 -> "Created";
          case 204 -> "No Content";
          case 304 -> "Not Modified";
          case 404 -> "Not Found";
          case 409 -> "Conflict";
          default -> "Error";
        };
    out.write(
        ("HTTP/1.1 " + status + " " + reason + "\r\n" + COMMON + fields + "\r\n")
            .getBytes(US_ASCII));
    if (status == 101) {
      out.flush();
    }
  }
}
