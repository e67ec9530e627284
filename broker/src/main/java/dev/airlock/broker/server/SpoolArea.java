package dev.airlock.broker.server;

import static java.util.Objects.requireNonNull;

import dev.airlock.broker.archive.SpoolFile;
import dev.airlock.broker.archive.Spools;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/// The bounded disk on which bodies lie until they are decided.
///
/// A file is unlinked as soon as it is open, so none is left behind whatever happens. All requests
/// share one bound. Safe for use by many threads.
final class SpoolArea {
  private final Path directory;
  private final long maxBytes;
  private final AtomicLong used = new AtomicLong();

  /// @param maxBytes of all files together
  SpoolArea(Path directory, long maxBytes) {
    this.directory = requireNonNull(directory, "directory is null");
    this.maxBytes = maxBytes;
  }

  long used() {
    return used.get();
  }

  /// The files of one request; closing gives their room back.
  Request request() {
    return new Request();
  }

  /// The room is used up.
  static final class SpoolFullException extends IOException {
    private static final long serialVersionUID = 1L;

    SpoolFullException(long maxBytes) {
      super("the broker's spool of " + maxBytes + " bytes is full");
    }
  }

  final class Request implements Spools, Closeable {
    private final List<Unlinked> files = new ArrayList<>();

    @Override
    public SpoolFile write(Writer writer) throws IOException {
      Unlinked file = open();
      files.add(file);
      try (OutputStream output = new Filler(file)) {
        writer.writeTo(output);
      }
      return file;
    }

    private Unlinked open() throws IOException {
      Path path = Files.createTempFile(directory, "spool-", "");
      try {
        return new Unlinked(
            FileChannel.open(path, StandardOpenOption.READ, StandardOpenOption.WRITE));
      } finally {
        Files.delete(path);
      }
    }

    @Override
    public void close() throws IOException {
      for (Unlinked file : files) {
        file.channel.close();
        used.addAndGet(-file.size);
      }
      files.clear();
    }
  }

  /// A file without a name: gone with its channel.
  private static final class Unlinked implements SpoolFile {
    private final FileChannel channel;
    private long size;

    Unlinked(FileChannel channel) {
      this.channel = channel;
    }

    @Override
    public InputStream open() {
      return new Positioned(channel);
    }

    @Override
    public long size() {
      return size;
    }
  }

  private final class Filler extends OutputStream {
    private final Unlinked file;

    Filler(Unlinked file) {
      this.file = file;
    }

    @Override
    public void write(int one) throws IOException {
      write(new byte[] {(byte) one}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
      if (used.addAndGet(length) > maxBytes) {
        used.addAndGet(-length);
        throw new SpoolFullException(maxBytes);
      }
      file.size += length;
      ByteBuffer rest = ByteBuffer.wrap(bytes, offset, length);
      while (rest.hasRemaining()) {
        file.channel.write(rest);
      }
    }
  }

  /// Reads a file from its start, beside any other reader of it.
  private static final class Positioned extends InputStream {
    private final FileChannel channel;
    private long position;

    Positioned(FileChannel channel) {
      this.channel = channel;
    }

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
      if (length == 0) {
        return 0;
      }
      int count = channel.read(ByteBuffer.wrap(bytes, offset, length), position);
      position += Math.max(count, 0);
      return count;
    }

    @Override
    public long skip(long count) throws IOException {
      long skipped = Math.clamp(channel.size() - position, 0, Math.max(count, 0));
      position += skipped;
      return skipped;
    }
  }
}
