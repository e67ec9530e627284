package dev.airlock.broker.archive;

import java.io.IOException;
import java.io.Serial;

/// An archive that could be read in two ways, or that holds what no sandbox may send; the message
/// says what and where.
public final class MalformedArchiveException extends IOException {
  @Serial private static final long serialVersionUID = 1L;

  public MalformedArchiveException(String message) {
    super(message);
  }
}
