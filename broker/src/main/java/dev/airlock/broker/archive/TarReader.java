package dev.airlock.broker.archive;

import static java.util.Objects.requireNonNull;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Reads a tar (POSIX ustar and pax, GNU long names) strictly and within fixed memory.
///
/// What two readers could read differently is refused: sizes on members that have no content,
/// sparse files, negative or odd numbers, names that are not UTF-8 or not clean. Not thread-safe;
/// the caller closes the stream.
public final class TarReader {

  /// The longest extended header: names and attributes, never content.
  static final int MAX_EXTENDED_HEADER = 256 * 1024;

  /// The longest name of a member or of a link.
  static final int MAX_NAME = 4096;

  /// More members than any context has.
  static final int MAX_ENTRIES = 2_000_000;

  private static final int BLOCK = 512;
  private static final int CHECKSUM_OFFSET = 148;
  private static final int CHECKSUM_LENGTH = 8;

  private final InputStream input;
  private final byte[] block = new byte[BLOCK];
  private InputStream content = InputStream.nullInputStream();
  private long contentLeft;
  private int padding;
  private int entries;

  public TarReader(InputStream input) {
    this.input = requireNonNull(input, "input is null");
  }

  /// The next member, or empty at the end of the archive; what was left of the previous content is
  /// skipped.
  public Optional<TarEntry> next() throws IOException {
    skipContent();
    Extended extended = new Extended();
    while (true) {
      if (!readHeader()) {
        return Optional.empty();
      }
      requireChecksum();
      char flag = (char) (block[156] & 0xff);
      switch (flag) {
        case 'x' -> extended.read(extendedHeader("extended header"));
        case 'g' -> extendedHeader("global header");
        case 'L' -> extended.name = longName();
        case 'K' -> extended.link = longName();
        default -> {
          return Optional.of(entry(flag, extended));
        }
      }
    }
  }

  /// The content of the member that {@link #next} gave; ends at its end.
  public InputStream content() {
    return content;
  }

  private boolean readHeader() throws IOException {
    int read = input.readNBytes(block, 0, BLOCK);
    if (read == 0) {
      return false;
    }
    if (read < BLOCK) {
      throw malformed("is cut in a header");
    }
    for (byte b : block) {
      if (b != 0) {
        if (++entries > MAX_ENTRIES) {
          throw malformed("has more than " + MAX_ENTRIES + " headers");
        }
        return true;
      }
    }
    return false;
  }

  private void requireChecksum() throws MalformedArchiveException {
    long sum = 0;
    for (int i = 0; i < BLOCK; i++) {
      boolean own = i >= CHECKSUM_OFFSET && i < CHECKSUM_OFFSET + CHECKSUM_LENGTH;
      sum += own ? ' ' : block[i] & 0xff;
    }
    if (sum != number(CHECKSUM_OFFSET, CHECKSUM_LENGTH, "checksum")) {
      throw malformed("has a header with a wrong checksum");
    }
  }

  private byte[] extendedHeader(String what) throws IOException {
    long size = number(124, 12, "size");
    if (size > MAX_EXTENDED_HEADER) {
      throw malformed("has an " + what + " longer than " + MAX_EXTENDED_HEADER + " bytes");
    }
    byte[] bytes = input.readNBytes((int) size);
    if (bytes.length < size) {
      throw malformed("is cut in an " + what);
    }
    skip(paddingOf(size));
    return bytes;
  }

  private String longName() throws IOException {
    byte[] bytes = extendedHeader("long name");
    int length = bytes.length;
    while (length > 0 && bytes[length - 1] == 0) {
      length--;
    }
    return utf8(bytes, 0, length, "long name");
  }

  private TarEntry entry(char flag, Extended extended) throws IOException {
    String rawName = extended.name != null ? extended.name : headerName();
    TarEntry.Kind kind = kind(flag, rawName);
    long size = extended.size >= 0 ? extended.size : number(124, 12, "size");
    if (kind != TarEntry.Kind.FILE && size != 0) {
      // SECURITY: readers differ in whether such a member has content, and where the next header
      // is.
      throw malformed("has a size on '" + rawName + "', which is no file");
    }
    String link = extended.link != null ? extended.link : text(157, 100, "link name");
    boolean isLink = kind == TarEntry.Kind.HARD_LINK || kind == TarEntry.Kind.SYMBOLIC_LINK;
    if (isLink && (link.isEmpty() || link.length() > MAX_NAME)) {
      throw malformed("has a link '" + rawName + "' with an empty or too long target");
    }
    TarEntry entry =
        new TarEntry(
            cleanName(rawName, kind),
            kind,
            (int) (number(100, 8, "mode") & 07777),
            extended.uid >= 0 ? extended.uid : number(108, 8, "uid"),
            extended.gid >= 0 ? extended.gid : number(116, 8, "gid"),
            extended.userName != null ? extended.userName : userName(265),
            extended.groupName != null ? extended.groupName : userName(297),
            size,
            extended.modified != null ? extended.modified : number(136, 12, "time"),
            !isLink
                ? ""
                : kind == TarEntry.Kind.HARD_LINK ? cleanName(link, TarEntry.Kind.FILE) : link,
            extended.attributes);
    contentLeft = size;
    padding = paddingOf(size);
    content = new Content();
    return entry;
  }

  private TarEntry.Kind kind(char flag, String name) throws MalformedArchiveException {
    return switch (flag) {
      case '\0', '0', '7' -> name.endsWith("/") ? TarEntry.Kind.FOLDER : TarEntry.Kind.FILE;
      case '1' -> TarEntry.Kind.HARD_LINK;
      case '2' -> TarEntry.Kind.SYMBOLIC_LINK;
      case '5' -> TarEntry.Kind.FOLDER;
      case '3', '4', '6' -> throw malformed("has a device or FIFO '" + name + "'");
      default ->
          throw malformed("has a member '" + name + "' of type 0x" + Integer.toHexString(flag));
    };
  }

  /// SECURITY: one spelling of each name: `./` in front and a slash behind are taken off, anything
  /// else unclean is refused.
  private static String cleanName(String raw, TarEntry.Kind kind) throws IOException {
    if (raw.equals(".") || raw.equals("./")) {
      return ".";
    }
    String name = raw.startsWith("./") ? raw.substring(2) : raw;
    if (name.endsWith("/") && kind == TarEntry.Kind.FOLDER) {
      name = name.substring(0, name.length() - 1);
    }
    if (name.isEmpty() || name.length() > MAX_NAME) {
      throw malformed("has an empty or too long name");
    }
    for (String segment : name.split("/", -1)) {
      if (segment.isEmpty() || segment.equals(".") || segment.equals("..")) {
        throw malformed("has the name '" + raw + "', which is not clean and relative");
      }
    }
    return name;
  }

  private String headerName() throws IOException {
    String name = text(0, 100, "name");
    String magic = new String(block, 257, 6, StandardCharsets.ISO_8859_1);
    if (magic.equals("ustar\0")) {
      String prefix = text(345, 155, "name's prefix");
      return prefix.isEmpty() ? name : prefix + "/" + name;
    }
    if (!magic.equals("ustar ") && !magic.equals("\0\0\0\0\0\0")) {
      throw malformed("has a header of an unknown format");
    }
    return name;
  }

  private String userName(int offset) throws IOException {
    String magic = new String(block, 257, 5, StandardCharsets.ISO_8859_1);
    return magic.equals("ustar") ? text(offset, 32, "owner") : "";
  }

  private String text(int offset, int length, String what) throws IOException {
    int end = offset;
    while (end < offset + length && block[end] != 0) {
      end++;
    }
    return utf8(block, offset, end - offset, what);
  }

  private static String utf8(byte[] bytes, int offset, int length, String what)
      throws MalformedArchiveException {
    try {
      String text =
          StandardCharsets.UTF_8
              .newDecoder()
              .onMalformedInput(CodingErrorAction.REPORT)
              .onUnmappableCharacter(CodingErrorAction.REPORT)
              .decode(ByteBuffer.wrap(bytes, offset, length))
              .toString();
      if (text.chars().anyMatch(c -> c < ' ' || c == 0x7f)) {
        throw malformed("has a " + what + " with control characters");
      }
      return text;
    } catch (CharacterCodingException e) {
      throw malformed("has a " + what + " that is not UTF-8");
    }
  }

  /// Octal, or base 256 as GNU and star write large numbers.
  private long number(int offset, int length, String what) throws MalformedArchiveException {
    if ((block[offset] & 0x80) != 0) {
      return binary(offset, length, what);
    }
    int at = offset;
    int end = offset + length;
    while (at < end && block[at] == ' ') {
      at++;
    }
    long value = 0;
    while (at < end && block[at] >= '0' && block[at] <= '7') {
      value = value * 8 + (block[at++] - '0');
    }
    while (at < end) {
      if (block[at] != ' ' && block[at] != 0) {
        throw malformed("has a " + what + " that is no octal number");
      }
      at++;
    }
    return value;
  }

  private long binary(int offset, int length, String what) throws MalformedArchiveException {
    if ((block[offset] & 0xff) != 0x80) {
      throw malformed("has a negative or too large " + what);
    }
    long value = 0;
    for (int i = offset + 1; i < offset + length; i++) {
      if (value > Long.MAX_VALUE >> 8) {
        throw malformed("has a negative or too large " + what);
      }
      value = value << 8 | (block[i] & 0xff);
    }
    return value;
  }

  private static int paddingOf(long size) {
    return (int) ((BLOCK - size % BLOCK) % BLOCK);
  }

  private void skipContent() throws IOException {
    skip(contentLeft);
    contentLeft = 0;
    skip(padding);
    padding = 0;
  }

  private void skip(long bytes) throws IOException {
    try {
      input.skipNBytes(bytes);
    } catch (EOFException e) {
      throw malformed("is cut in the content of a member");
    }
  }

  static MalformedArchiveException malformed(String what) {
    return new MalformedArchiveException("the archive " + what);
  }

  /// The records of a pax header that count; unknown ones are dropped.
  private static final class Extended {
    private @Nullable String name;
    private @Nullable String link;
    private @Nullable String userName;
    private @Nullable String groupName;
    private @Nullable Long modified;
    private long size = -1;
    private long uid = -1;
    private long gid = -1;
    private final Map<String, String> attributes = new HashMap<>();

    void read(byte[] bytes) throws IOException {
      int at = 0;
      while (at < bytes.length) {
        int space = at;
        while (space < bytes.length && bytes[space] != ' ') {
          space++;
        }
        int length = decimal(bytes, at, space);
        int end = at + length;
        if (length < 5 || end > bytes.length || bytes[end - 1] != '\n') {
          throw malformed("has an extended header with a wrong length");
        }
        int equals = space + 1;
        while (equals < end && bytes[equals] != '=') {
          equals++;
        }
        if (equals >= end) {
          throw malformed("has an extended header without a key");
        }
        record(
            utf8(bytes, space + 1, equals - space - 1, "key of an extended header"),
            bytes,
            equals + 1,
            end - 1 - (equals + 1));
        at = end;
      }
    }

    private void record(String key, byte[] bytes, int offset, int length) throws IOException {
      switch (key) {
        case "path" -> name = utf8(bytes, offset, length, "name");
        case "linkpath" -> link = utf8(bytes, offset, length, "link name");
        case "uname" -> userName = utf8(bytes, offset, length, "owner");
        case "gname" -> groupName = utf8(bytes, offset, length, "owner");
        case "size" -> size = whole(utf8(bytes, offset, length, "size"), "size");
        case "uid" -> uid = whole(utf8(bytes, offset, length, "uid"), "uid");
        case "gid" -> gid = whole(utf8(bytes, offset, length, "gid"), "gid");
        case "mtime" -> modified = seconds(utf8(bytes, offset, length, "time"));
        case "SCHILY.xattr.security.capability" ->
            attributes.put(key, new String(bytes, offset, length, StandardCharsets.ISO_8859_1));
        case "hdrcharset" -> {
          if (!utf8(bytes, offset, length, "charset").equals("ISO-IR 10646 2000 UTF-8")) {
            throw malformed("has names in another charset than UTF-8");
          }
        }
        default -> {
          // SECURITY: trusted.overlay.* would steer the engine's own file system; sparse maps hide
          // content.
          if (key.startsWith("GNU.sparse.")) {
            throw malformed("has a sparse file");
          }
        }
      }
    }

    private static int decimal(byte[] bytes, int from, int to) throws IOException {
      if (to <= from || to - from > 6) {
        throw malformed("has an extended header with a wrong length");
      }
      int value = 0;
      for (int i = from; i < to; i++) {
        if (bytes[i] < '0' || bytes[i] > '9') {
          throw malformed("has an extended header with a wrong length");
        }
        value = value * 10 + (bytes[i] - '0');
      }
      return value;
    }

    private static long whole(String text, String what) throws IOException {
      if (!text.matches("[0-9]{1,18}")) {
        throw malformed("has a " + what + " '" + text + "'");
      }
      return Long.parseLong(text);
    }

    /// The fraction is dropped: no build and no container needs it.
    private static long seconds(String text) throws IOException {
      if (!text.matches("-?[0-9]{1,12}(?:\\.[0-9]{0,20})?")) {
        throw malformed("has a time '" + text + "'");
      }
      int dot = text.indexOf('.');
      return Math.max(0, Long.parseLong(dot < 0 ? text : text.substring(0, dot)));
    }
  }

  /// The content of one member.
  private final class Content extends InputStream {
    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
      if (contentLeft == 0) {
        return -1;
      }
      int read = input.read(bytes, offset, (int) Math.min(length, contentLeft));
      if (read < 0) {
        throw malformed("is cut in the content of a member");
      }
      contentLeft -= read;
      return read;
    }
  }

  /// Reads a small member whole.
  public static byte[] bytes(InputStream content, int most, String what) throws IOException {
    byte[] buffer = content.readNBytes(most + 1);
    if (buffer.length > most) {
      throw malformed("has a " + what + " longer than " + most + " bytes");
    }
    return buffer;
  }
}
