package dev.airlock.broker.stream;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.function.Function;

/// A stream of JSON values, one per line, each looked at and sent on as soon as it has come.
public final class JsonLines {
  /// The longest line that is read; a longer one ends the stream.
  public static final int MAX_LINE = 1024 * 1024;

  /// Begins each value in `application/json-seq` (RFC 7464).
  private static final int RECORD_SEPARATOR = 0x1e;

  private static final ObjectMapper JSON = new ObjectMapper();

  private JsonLines() {}

  /// Copies to the end, or to the first line that is no JSON.
  ///
  /// @param view what the client sees of a value; empty for nothing
  /// @return how many bytes were sent on
  public static long copy(
      InputStream from, OutputStream to, Function<JsonNode, Optional<JsonNode>> view)
      throws IOException {
    InputStream lines = new BufferedInputStream(from, 64 * 1024);
    long sent = 0;
    for (byte[] line = readLine(lines); line.length > 0; line = readLine(lines)) {
      sent += send(line, to, view);
    }
    return sent;
  }

  private static int send(byte[] line, OutputStream to, Function<JsonNode, Optional<JsonNode>> view)
      throws IOException {
    int start = line[0] == RECORD_SEPARATOR ? 1 : 0;
    String text = new String(line, start, line.length - start, StandardCharsets.UTF_8).strip();
    Optional<JsonNode> shown = text.isEmpty() ? Optional.empty() : view.apply(parse(text));
    if (shown.isEmpty()) {
      return 0;
    }
    // The engine ends lines of its progress streams with CR LF; one LF is read by every client.
    String value = (start == 1 ? "\u001e" : "") + shown.get() + "\n";
    byte[] bytes = value.getBytes(StandardCharsets.UTF_8);
    to.write(bytes);
    to.flush();
    return bytes.length;
  }

  private static JsonNode parse(String text) throws IOException {
    try {
      return JSON.readTree(text);
    } catch (JsonProcessingException e) {
      throw new IOException("the engine sent a line that is not JSON", e);
    }
  }

  /// A line with its end, or what is left; empty at the end of the stream.
  private static byte[] readLine(InputStream lines) throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    for (int c = lines.read(); c >= 0; c = lines.read()) {
      line.write(c);
      if (c == '\n') {
        break;
      }
      if (line.size() > MAX_LINE) {
        throw new IOException("the engine sent a line longer than " + MAX_LINE + " bytes");
      }
    }
    return line.toByteArray();
  }
}
