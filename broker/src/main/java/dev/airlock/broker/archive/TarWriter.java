package dev.airlock.broker.archive;

import static java.util.Objects.requireNonNull;

import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/// Writes a tar in one spelling: ustar headers, and a pax header before each member that needs one.
///
/// Not thread-safe. Closing writes the end of the archive and leaves the stream open.
public final class TarWriter implements Closeable {

  private static final int BLOCK = 512;
  private static final int NAME_LENGTH = 100;
  private static final int OWNER_LENGTH = 32;
  private static final long OCTAL_7 = 07777777L;
  private static final long OCTAL_11 = 077777777777L;

  private final OutputStream output;

  public TarWriter(OutputStream output) {
    this.output = requireNonNull(output, "output is null");
  }

  /// Writes a member; the content has exactly its size.
  public void write(TarEntry entry, InputStream content) throws IOException {
    String name = entry.kind() == TarEntry.Kind.FOLDER ? entry.name() + "/" : entry.name();
    byte[] pax = pax(entry, name);
    if (pax.length > 0) {
      output.write(header("PaxHeader", 'x', 0644, 0, 0, "", "", pax.length, 0, ""));
      output.write(pax);
      pad(pax.length);
    }
    output.write(
        header(
            name,
            entry.kind().flag(),
            entry.mode(),
            entry.uid(),
            entry.gid(),
            entry.userName(),
            entry.groupName(),
            entry.size(),
            entry.modified(),
            entry.linkName()));
    if (entry.size() > 0) {
      long written = content.transferTo(output);
      if (written != entry.size()) {
        throw new IOException(
            "content of " + written + " bytes for a member of " + entry.size() + " bytes");
      }
      pad(entry.size());
    }
  }

  @Override
  public void close() throws IOException {
    output.write(new byte[2 * BLOCK]);
  }

  private void pad(long size) throws IOException {
    output.write(new byte[(int) ((BLOCK - size % BLOCK) % BLOCK)]);
  }

  private static byte[] pax(TarEntry entry, String name) {
    Map<String, String> records = new TreeMap<>(entry.attributes());
    if (!fits(name, NAME_LENGTH)) {
      records.put("path", latin(name));
    }
    if (!fits(entry.linkName(), NAME_LENGTH)) {
      records.put("linkpath", latin(entry.linkName()));
    }
    if (!fits(entry.userName(), OWNER_LENGTH - 1)) {
      records.put("uname", latin(entry.userName()));
    }
    if (!fits(entry.groupName(), OWNER_LENGTH - 1)) {
      records.put("gname", latin(entry.groupName()));
    }
    if (entry.size() > OCTAL_11) {
      records.put("size", Long.toString(entry.size()));
    }
    if (entry.uid() > OCTAL_7) {
      records.put("uid", Long.toString(entry.uid()));
    }
    if (entry.gid() > OCTAL_7) {
      records.put("gid", Long.toString(entry.gid()));
    }
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    records.forEach((key, value) -> out.writeBytes(record(key, value)));
    return out.toByteArray();
  }

  /// UTF-8 bytes, one char each, as attributes are kept.
  private static String latin(String text) {
    return new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
  }

  private static byte[] record(String key, String value) {
    int rest = key.length() + value.length() + 3;
    int length = rest + Integer.toString(rest).length();
    if (rest + Integer.toString(length).length() != length) {
      length = rest + Integer.toString(length).length();
    }
    return (length + " " + key + "=" + value + "\n").getBytes(StandardCharsets.ISO_8859_1);
  }

  private static boolean fits(String text, int length) {
    return text.length() <= length && text.chars().allMatch(c -> c < 0x80);
  }

  private static byte[] header(
      String name,
      char flag,
      int mode,
      long uid,
      long gid,
      String userName,
      String groupName,
      long size,
      long modified,
      String link) {
    byte[] block = new byte[BLOCK];
    text(block, 0, NAME_LENGTH, name);
    octal(block, 100, 7, mode);
    octal(block, 108, 7, uid > OCTAL_7 ? 0 : uid);
    octal(block, 116, 7, gid > OCTAL_7 ? 0 : gid);
    octal(block, 124, 11, size > OCTAL_11 ? 0 : size);
    octal(block, 136, 11, Math.min(modified, OCTAL_11));
    block[156] = (byte) flag;
    text(block, 157, NAME_LENGTH, link);
    text(block, 257, 6, "ustar");
    text(block, 263, 2, "00");
    text(block, 265, OWNER_LENGTH - 1, userName);
    text(block, 297, OWNER_LENGTH - 1, groupName);
    int sum = 8 * ' ';
    for (byte b : block) {
      sum += b & 0xff;
    }
    octal(block, 148, 6, sum);
    block[155] = ' ';
    return block;
  }

  /// What does not fit stands in the pax header; here its ASCII beginning.
  private static void text(byte[] block, int offset, int length, String text) {
    for (int i = 0; i < Math.min(length, text.length()); i++) {
      char c = text.charAt(i);
      block[offset + i] = (byte) (c < 0x80 ? c : '_');
    }
  }

  private static void octal(byte[] block, int offset, int digits, long value) {
    String text = String.format(Locale.ROOT, "%0" + digits + "o", value);
    for (int i = 0; i < digits; i++) {
      block[offset + i] = (byte) text.charAt(i);
    }
  }
}
