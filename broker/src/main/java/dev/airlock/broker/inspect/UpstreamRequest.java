package dev.airlock.broker.inspect;

import static java.util.Objects.requireNonNull;

import dev.airlock.broker.archive.SpoolFile;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/// A request of the broker's own writing: no byte of the client's head is in it.
///
/// @param target origin form with version prefix and query, built from typed values
/// @param fields header fields beside Host and the framing, which the server writes
public record UpstreamRequest(
    String method, String target, Map<String, String> fields, Content content) {

  /// The body that goes upstream.
  public sealed interface Content {}

  /// None; a POST has Content-Length 0.
  public record NoContent() implements Content {}

  /// Bytes in memory, with the Content-Type of `fields`.
  @SuppressWarnings("ArrayRecordComponent") // handed over once, never compared
  public record InMemory(byte[] bytes) implements Content {
    public InMemory {
      requireNonNull(bytes, "bytes is null");
    }
  }

  /// A file, with the Content-Type of `fields`.
  public record OnDisk(SpoolFile file) implements Content {
    public OnDisk {
      requireNonNull(file, "file is null");
    }
  }

  public UpstreamRequest {
    requireNonNull(method, "method is null");
    requireNonNull(target, "target is null");
    fields = Collections.unmodifiableMap(new LinkedHashMap<>(fields));
    requireNonNull(content, "content is null");
  }
}
