package dev.airlock.broker.route;

import java.io.Serial;

/// A request's head that could be read in two ways, or that no client writes; the message says what
/// and where.
final class NotCanonicalException extends Exception {
  @Serial private static final long serialVersionUID = 1L;

  NotCanonicalException(String message) {
    super(message);
  }
}
