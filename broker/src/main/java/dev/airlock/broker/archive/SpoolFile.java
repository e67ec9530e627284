package dev.airlock.broker.archive;

import java.io.IOException;
import java.io.InputStream;

/// A body on bounded disk, complete and unchanging; whoever spooled it deletes it.
public interface SpoolFile {

  /// Reads it from the start; may be called any number of times.
  InputStream open() throws IOException;

  /// Its length in bytes.
  long size() throws IOException;
}
