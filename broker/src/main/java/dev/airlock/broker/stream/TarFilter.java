package dev.airlock.broker.stream;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Set;
import java.util.function.BiFunction;

/// A tar archive of the daemon's on its way to a client, with the content of a few small files
/// changed and everything else as it comes.
public final class TarFilter {
  /// The longest file that is changed; a longer one ends the archive.
  static final int MAX_CHANGED = 16 * 1024 * 1024;

  private static final int BLOCK = 512;
  private static final int NAME_LENGTH = 100;
  private static final int SIZE_AT = 124;
  private static final int SIZE_LENGTH = 12;
  private static final int SUM_AT = 148;
  private static final int SUM_LENGTH = 8;
  private static final int TYPE_AT = 156;
  private static final int PIECE = 64 * 1024;

  private final InputStream from;
  private final OutputStream to;
  private final Set<String> changed;
  private final BiFunction<String, byte[], byte[]> change;
  private final byte[] piece = new byte[PIECE];
  private long sent;

  private TarFilter(
      InputStream from,
      OutputStream to,
      Set<String> changed,
      BiFunction<String, byte[], byte[]> change) {
    this.from = from;
    this.to = to;
    this.changed = changed;
    this.change = change;
  }

  /// Copies an archive to its end.
  ///
  /// @param changed names of the files to change
  /// @param change from name and content to the content the client gets
  /// @return how many bytes were sent on
  public static long copy(
      InputStream from,
      OutputStream to,
      Set<String> changed,
      BiFunction<String, byte[], byte[]> change)
      throws IOException {
    TarFilter filter = new TarFilter(from, to, changed, change);
    filter.run();
    return filter.sent;
  }

  private void run() throws IOException {
    long paxSize = -1;
    for (byte[] header = block(); header.length == BLOCK; header = block()) {
      if (isZero(header)) {
        send(header, BLOCK);
        continue;
      }
      long size = paxSize >= 0 ? paxSize : size(header);
      paxSize = -1;
      if (header[TYPE_AT] == 'x') {
        byte[] records = small(size);
        paxSize = sizeIn(records);
        sendEntry(header, records);
      } else if (changed.contains(name(header)) && isFile(header)) {
        byte[] content = change.apply(name(header), small(size));
        setSize(header, content.length);
        sendEntry(header, content);
      } else {
        send(header, BLOCK);
        pass(size + padding(size));
      }
    }
  }

  private byte[] block() throws IOException {
    return from.readNBytes(BLOCK);
  }

  private static boolean isZero(byte[] header) {
    for (byte one : header) {
      if (one != 0) {
        return false;
      }
    }
    return true;
  }

  private static boolean isFile(byte[] header) {
    return header[TYPE_AT] == '0' || header[TYPE_AT] == 0;
  }

  private static String name(byte[] header) {
    return text(header, 0, NAME_LENGTH);
  }

  private static String text(byte[] header, int offset, int length) {
    int end = offset;
    while (end < offset + length && header[end] != 0) {
      end++;
    }
    return new String(header, offset, end - offset, StandardCharsets.UTF_8);
  }

  private static long size(byte[] header) throws IOException {
    if (header[SIZE_AT] < 0) {
      long size = 0;
      for (int i = SIZE_AT + SIZE_LENGTH - Long.BYTES; i < SIZE_AT + SIZE_LENGTH; i++) {
        size = (size << 8) | (header[i] & 0xff);
      }
      return size;
    }
    try {
      String digits = text(header, SIZE_AT, SIZE_LENGTH).strip();
      return digits.isEmpty() ? 0 : Long.parseLong(digits, 8);
    } catch (NumberFormatException e) {
      throw new IOException("the engine's archive has an entry of no size", e);
    }
  }

  /// The size that PAX records give the next entry, or -1.
  private static long sizeIn(byte[] records) {
    for (String record : new String(records, StandardCharsets.UTF_8).split("\n", -1)) {
      int key = record.indexOf(" size=");
      if (key > 0) {
        return Long.parseLong(record.substring(key + " size=".length()));
      }
    }
    return -1;
  }

  private static void setSize(byte[] header, long size) {
    put(header, SIZE_AT, "%011o\0".formatted(size));
    Arrays.fill(header, SUM_AT, SUM_AT + SUM_LENGTH, (byte) ' ');
    int sum = 0;
    for (byte one : header) {
      sum += one & 0xff;
    }
    put(header, SUM_AT, "%06o\0 ".formatted(sum));
  }

  private static void put(byte[] header, int offset, String text) {
    byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
    System.arraycopy(bytes, 0, header, offset, bytes.length);
  }

  private static long padding(long size) {
    return (BLOCK - size % BLOCK) % BLOCK;
  }

  private byte[] small(long size) throws IOException {
    if (size > MAX_CHANGED) {
      throw new IOException("the engine's archive has a file that is too long to change");
    }
    byte[] content = from.readNBytes((int) size);
    if (content.length < size) {
      throw new EOFException("the engine's archive broke off");
    }
    from.skipNBytes(padding(size));
    return content;
  }

  private void sendEntry(byte[] header, byte[] content) throws IOException {
    send(header, BLOCK);
    send(content, content.length);
    byte[] rest = new byte[(int) padding(content.length)];
    send(rest, rest.length);
  }

  private void pass(long count) throws IOException {
    long left = count;
    while (left > 0) {
      int read = from.read(piece, 0, (int) Math.min(left, PIECE));
      if (read < 0) {
        throw new EOFException("the engine's archive broke off");
      }
      send(piece, read);
      left -= read;
    }
  }

  private void send(byte[] bytes, int length) throws IOException {
    to.write(bytes, 0, length);
    sent += length;
  }
}
