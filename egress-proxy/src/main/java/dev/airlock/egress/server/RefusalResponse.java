package dev.airlock.egress.server;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.util.JsonRecyclerPools;
import dev.airlock.egress.policy.Refusal;
import dev.airlock.http1.Fields;
import dev.airlock.http1.Framing;
import dev.airlock.http1.ResponseHead;
import dev.airlock.http1.Wire;
import java.io.IOException;
import java.io.OutputStream;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/// The answer that says what was refused, why, what the user could do, and whether to try again:
/// for a person, or as JSON for a program that asks for it.
@SuppressWarnings("ArrayRecordComponent") // made, sent and forgotten; never compared
record RefusalResponse(ResponseHead head, byte[] body) {
  // The default pool keeps 16 KiB for each thread, and each connection is a thread.
  private static final JsonFactory JSON =
      JsonFactory.builder().recyclerPool(JsonRecyclerPools.sharedBoundedPool()).build();

  private static final Map<Integer, String> REASON_PHRASES =
      Map.ofEntries(
          Map.entry(400, "Bad Request"),
          Map.entry(403, "Forbidden"),
          Map.entry(414, "URI Too Long"),
          Map.entry(417, "Expectation Failed"),
          Map.entry(431, "Request Header Fields Too Large"),
          Map.entry(502, "Bad Gateway"),
          Map.entry(504, "Gateway Timeout"),
          Map.entry(505, "HTTP Version Not Supported"),
          Map.entry(508, "Loop Detected"));

  /// @param request the fields of the request, for its Accept
  static RefusalResponse to(Fields request, Refusal refusal) {
    boolean json =
        request.members("Accept").stream()
            .anyMatch(type -> type.startsWith("application/json") || type.contains("+json"));
    byte[] body = (json ? json(refusal) : text(refusal)).getBytes(StandardCharsets.UTF_8);
    Fields fields =
        Fields.of(
            "Content-Type",
            json ? "application/json" : "text/plain; charset=utf-8",
            "Cache-Control",
            "no-store",
            // RFC 9209: tells it from an answer of the host itself.
            "Proxy-Status",
            "sandbox; error=" + error(refusal) + "; details=\"" + refusal.code() + "\"");
    // Many clients show a failed CONNECT's status line and nothing else of the answer.
    String phrase =
        REASON_PHRASES.getOrDefault(refusal.status(), "Refused")
            + " by sandbox ("
            + refusal.code()
            + (refusal.remedy().startsWith("--allow ") ? "; " + refusal.remedy() : "")
            + ")";
    return new RefusalResponse(
        new ResponseHead(refusal.status(), phrase, fields).with(new Framing.Length(body.length)),
        body);
  }

  /// Sends it, with nothing to follow.
  void lastOn(Wire client) throws IOException {
    client.write(head.with(head.fields().with("Connection", "close")));
    sendBody(client);
  }

  /// Sends it; another request may follow.
  void on(Wire client) throws IOException {
    client.write(head);
    sendBody(client);
  }

  private void sendBody(Wire client) throws IOException {
    try (OutputStream out = client.writeBody(new Framing.Length(body.length))) {
      out.write(body);
    }
  }

  private static String error(Refusal refusal) {
    return switch (refusal.status()) {
      case 502 -> "destination_unavailable";
      case 504 -> "connection_timeout";
      default -> "http_request_denied";
    };
  }

  private static String text(Refusal refusal) {
    var text = new StringBuilder("sandbox: ").append(verb(refusal));
    text.append(" (").append(refusal.code()).append("): ").append(refusal.detail()).append('\n');
    if (!refusal.remedy().isEmpty()) {
      text.append("remedy: ").append(refusal.remedy()).append(hintFor(refusal)).append('\n');
    }
    return text.append(retry(refusal)).append('\n').toString();
  }

  private static String json(Refusal refusal) {
    var text = new StringWriter();
    try (JsonGenerator json = JSON.createGenerator(text)) {
      json.writeStartObject();
      json.writeStringField(
          "message",
          "sandbox: " + verb(refusal) + " (" + refusal.code() + "): " + refusal.detail());
      json.writeStringField("reason", refusal.code());
      json.writeStringField("detail", refusal.detail());
      json.writeStringField("remedy", refusal.remedy() + hintFor(refusal));
      json.writeBooleanField("retry", !refusal.isDenial());
      json.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write to memory", e);
    }
    return text + "\n";
  }

  private static String verb(Refusal refusal) {
    return refusal.isDenial() ? "denied" : "failed";
  }

  private static String hintFor(Refusal refusal) {
    return refusal.remedy().contains("--allow ")
        ? " (an option of 'sandbox run', for the user)"
        : "";
  }

  private static String retry(Refusal refusal) {
    return refusal.isDenial() ? "retrying will not help" : "retrying later may help";
  }
}
