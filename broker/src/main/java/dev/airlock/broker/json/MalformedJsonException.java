package dev.airlock.broker.json;

import java.io.Serial;

/// Bytes that are not JSON in the one reading that every parser agrees on; the message says what
/// and where.
public final class MalformedJsonException extends Exception {
  @Serial private static final long serialVersionUID = 1L;

  public MalformedJsonException(String message) {
    super(message);
  }
}
