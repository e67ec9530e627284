package dev.airlock.broker.archive;

import java.io.BufferedInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.zip.GZIPInputStream;

/// Opens an archive as plain tar: plain as it is, gzip expanded within a bound, other compressions
/// refused.
public final class Expansion {

  private static final int MAGIC_LENGTH = 6;
  private static final int BUFFER = 64 * 1024;

  private Expansion() {}

  /// Opens a build context or an image archive.
  ///
  /// @param most bytes after expansion
  public static InputStream open(SpoolFile file, long most) throws IOException {
    BufferedInputStream input = new BufferedInputStream(file.open(), BUFFER);
    input.mark(MAGIC_LENGTH);
    byte[] magic = input.readNBytes(MAGIC_LENGTH);
    input.reset();
    if (begins(magic, 0x1f, 0x8b)) {
      return new Bounded(new BufferedInputStream(new GZIPInputStream(input, BUFFER), BUFFER), most);
    }
    requirePlain(magic);
    return new Bounded(input, most);
  }

  /// Opens an archive that must not be compressed.
  public static InputStream openPlain(SpoolFile file) throws IOException {
    BufferedInputStream input = new BufferedInputStream(file.open(), BUFFER);
    input.mark(MAGIC_LENGTH);
    byte[] magic = input.readNBytes(MAGIC_LENGTH);
    input.reset();
    if (begins(magic, 0x1f, 0x8b)) {
      throw TarReader.malformed("is compressed by gzip; a plain tar is needed");
    }
    requirePlain(magic);
    return input;
  }

  private static void requirePlain(byte[] magic) throws IOException {
    if (begins(magic, 'B', 'Z', 'h')
        || begins(magic, 0xfd, '7', 'z', 'X', 'Z')
        || begins(magic, 0x28, 0xb5, 0x2f, 0xfd)) {
      throw TarReader.malformed("is compressed by bzip2, xz or zstd; plain tar or gzip is needed");
    }
  }

  private static boolean begins(byte[] magic, int... expected) {
    if (magic.length < expected.length) {
      return false;
    }
    for (int i = 0; i < expected.length; i++) {
      if ((magic[i] & 0xff) != expected[i]) {
        return false;
      }
    }
    return true;
  }

  private static final class Bounded extends FilterInputStream {
    private long left;

    Bounded(InputStream input, long most) {
      super(input);
      this.left = most;
    }

    @Override
    public int read() throws IOException {
      int read = super.read();
      count(read < 0 ? 0 : 1);
      return read;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
      int read = super.read(bytes, offset, length);
      count(Math.max(read, 0));
      return read;
    }

    @Override
    public long skip(long bytes) throws IOException {
      long skipped = super.skip(bytes);
      count(skipped);
      return skipped;
    }

    private void count(long bytes) throws IOException {
      left -= bytes;
      if (left < 0) {
        throw TarReader.malformed("is too large once expanded");
      }
    }
  }
}
