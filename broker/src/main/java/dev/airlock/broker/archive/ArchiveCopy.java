package dev.airlock.broker.archive;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Optional;

/// Writes an archive anew, member by member: what was read is what goes upstream.
public final class ArchiveCopy {

  private ArchiveCopy() {}

  /// Decides on a member, and may put other content in its place.
  @FunctionalInterface
  public interface Edit {

    /// Says what becomes of a member; what it reads of the content is gone, save with a
    /// replacement.
    Outcome of(TarEntry entry, InputStream content) throws IOException;
  }

  /// What becomes of a member.
  public sealed interface Outcome {

    /// Goes on as it is.
    record Keep() implements Outcome {}

    /// Is left out.
    record Drop() implements Outcome {}

    /// Goes on with this content.
    @SuppressWarnings("ArrayRecordComponent") // handed over once, never compared
    record Replace(byte[] content) implements Outcome {}
  }

  /// Reads to the end.
  public static void copy(InputStream tar, OutputStream output, Edit edit) throws IOException {
    TarReader reader = new TarReader(tar);
    MemberRules rules = new MemberRules();
    try (TarWriter writer = new TarWriter(output)) {
      Optional<TarEntry> next = reader.next();
      while (next.isPresent()) {
        TarEntry entry = next.get();
        rules.require(entry);
        switch (edit.of(entry, reader.content())) {
          case Outcome.Keep() -> writer.write(entry, reader.content());
          case Outcome.Replace(byte[] content) ->
              writer.write(entry.withSize(content.length), new ByteArrayInputStream(content));
          case Outcome.Drop() -> {
            // Nothing of it goes on.
          }
        }
        next = reader.next();
      }
    }
  }

  /// Reads to the end without writing.
  public static void scan(InputStream tar, Edit edit) throws IOException {
    copy(tar, OutputStream.nullOutputStream(), edit);
  }
}
