package dev.airlock.broker.archive;

import java.io.IOException;
import java.io.OutputStream;

/// Makes the second spool file, to which a decided archive is written anew.
public interface Spools {

  /// What writes into the new file; it may fail with an {@link IOException} when the bound of the
  /// disk is reached.
  @FunctionalInterface
  interface Writer {
    void writeTo(OutputStream output) throws IOException;
  }

  /// Makes a file that lives until the request has been answered.
  SpoolFile write(Writer writer) throws IOException;
}
