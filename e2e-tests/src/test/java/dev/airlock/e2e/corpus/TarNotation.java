package dev.airlock.e2e.corpus;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.Locale;

/// Tar archives as lines: `TYPE NAME [-> LINK] [= CONTENT]`, content with the escapes of {@link
/// BodyNotation#ESCAPED}.
///
/// Types are `file`, `dir`, `symlink`, `hardlink`, `char`, `block`, `fifo`, `pax` (the content is
/// the header's records as `key=value`), `longname` (GNU) and `sparse`. Written by hand: what is
/// tested are archives that a library would refuse to write. A line `truncated` ends the archive in
/// the middle of the entry before.
final class TarNotation {

  private static final int BLOCK = 512;

  private TarNotation() {}

  static byte[] archive(String lines) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    for (String line : lines.split("\n", -1)) {
      if (line.equals("truncated")) {
        return Arrays.copyOf(out.toByteArray(), out.size() - BLOCK - BLOCK / 2);
      }
      if (!line.isBlank()) {
        entry(out, line);
      }
    }
    out.writeBytes(new byte[2 * BLOCK]);
    return out.toByteArray();
  }

  private static void entry(ByteArrayOutputStream out, String line) {
    int space = line.indexOf(' ');
    String type = line.substring(0, space);
    String rest = line.substring(space + 1);
    byte[] content = new byte[0];
    int equals = rest.indexOf(" = ");
    if (equals >= 0) {
      content = BodyNotation.unescape(rest.substring(equals + 3));
      rest = rest.substring(0, equals);
    }
    String link = "";
    int arrow = rest.indexOf(" -> ");
    if (arrow >= 0) {
      link = rest.substring(arrow + 4);
      rest = rest.substring(0, arrow);
    }
    if (type.equals("pax")) {
      content = paxRecords(content);
    }
    out.writeBytes(header(typeFlag(type), rest, link, content.length));
    out.writeBytes(content);
    out.writeBytes(new byte[(BLOCK - content.length % BLOCK) % BLOCK]);
  }

  private static char typeFlag(String type) {
    return switch (type) {
      case "file" -> '0';
      case "hardlink" -> '1';
      case "symlink" -> '2';
      case "char" -> '3';
      case "block" -> '4';
      case "dir" -> '5';
      case "fifo" -> '6';
      case "pax" -> 'x';
      case "longname" -> 'L';
      case "sparse" -> 'S';
      default -> throw new IllegalArgumentException("unknown kind of tar entry: " + type);
    };
  }

  private static byte[] paxRecords(byte[] keyValue) {
    String record = " " + new String(keyValue, ISO_8859_1) + "\n";
    int length = record.length() + 1;
    while (length != record.length() + Integer.toString(length).length()) {
      length++;
    }
    return (length + record).getBytes(ISO_8859_1);
  }

  private static byte[] header(char type, String name, String link, int size) {
    byte[] header = new byte[BLOCK];
    put(header, 0, name);
    put(header, 100, type == '5' ? "0000755" : "0000644");
    put(header, 108, "0000000");
    put(header, 116, "0000000");
    put(header, 124, String.format(Locale.ROOT, "%011o", size));
    put(header, 136, "00000000000");
    put(header, 148, "        ");
    header[156] = (byte) type;
    put(header, 157, link);
    put(header, 257, "ustar\0" + "00");
    if (type == '3' || type == '4') {
      put(header, 329, "0000001");
      put(header, 337, "0000003");
    }
    int sum = 0;
    for (byte b : header) {
      sum += b & 0xff;
    }
    put(header, 148, String.format(Locale.ROOT, "%06o\0 ", sum));
    return header;
  }

  private static void put(byte[] header, int offset, String text) {
    byte[] bytes = text.getBytes(ISO_8859_1);
    System.arraycopy(bytes, 0, header, offset, bytes.length);
  }
}
