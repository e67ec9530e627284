package dev.airlock.broker.inspect;

import static java.util.Objects.requireNonNull;

import dev.airlock.broker.archive.SpoolFile;

/// A request's body as the server holds it when the decision is made.
public sealed interface Body {

  /// There is none, or none of its bytes count.
  record Empty() implements Body {}

  /// Bytes in memory, not yet parsed; the inspector does.
  @SuppressWarnings("ArrayRecordComponent") // handed over once, never compared
  record Bytes(byte[] content) implements Body {
    public Bytes {
      requireNonNull(content, "content is null");
    }
  }

  /// On disk.
  record Spooled(SpoolFile file) implements Body {
    public Spooled {
      requireNonNull(file, "file is null");
    }
  }
}
