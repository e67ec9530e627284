package dev.airlock.broker.archive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.airlock.broker.archive.ArchiveCopy.Outcome;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TarReaderTest {

  @Test
  void readsWhatItsWriterWrote() throws IOException {
    String longName = "folder/" + "x".repeat(300) + "/ü.txt";
    List<TarEntry> entries =
        List.of(
            entry("folder", TarEntry.Kind.FOLDER, 0, ""),
            entry("folder/file", TarEntry.Kind.FILE, 5, ""),
            entry(longName, TarEntry.Kind.FILE, 5, ""),
            entry("folder/link", TarEntry.Kind.SYMBOLIC_LINK, 0, "../" + "y".repeat(200)),
            entry("folder/hard", TarEntry.Kind.HARD_LINK, 0, "folder/file"));
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (TarWriter writer = new TarWriter(out)) {
      for (TarEntry entry : entries) {
        writer.write(entry, content("hello"));
      }
    }
    assertThat(names(out.toByteArray())).isEqualTo(entries);
    ByteArrayOutputStream again = new ByteArrayOutputStream();
    ArchiveCopy.copy(
        new ByteArrayInputStream(out.toByteArray()), again, (e, c) -> new Outcome.Keep());
    assertThat(again.toByteArray()).isEqualTo(out.toByteArray());
  }

  @ParameterizedTest
  @ValueSource(strings = {"/etc/passwd", "../x", "a/../../x", "a//b", "a/./b", "", "..", "a/.."})
  void refusesNamesThatAreNotClean(String name) {
    assertThatThrownBy(() -> names(member(name, '0', "", block -> {})))
        .isInstanceOf(MalformedArchiveException.class);
  }

  @ParameterizedTest
  @ValueSource(chars = {'3', '4', '6', 'S', 'V', 'M', 'D', 'A', 'X', 'Z'})
  void refusesDevicesAndUnknownMembers(char flag) {
    assertThatThrownBy(() -> names(member("x", flag, "", block -> {})))
        .isInstanceOf(MalformedArchiveException.class);
  }

  @Test
  void refusesASizeOnALink() {
    assertThatThrownBy(() -> names(member("x", '2', "target", block -> octal(block, 124, 512))))
        .hasMessageContaining("size");
  }

  @Test
  void refusesAWrongChecksum() {
    byte[] tar = member("x", '0', "", block -> {});
    tar[0] = 'y';
    assertThatThrownBy(() -> names(tar)).hasMessageContaining("checksum");
  }

  @Test
  void refusesANegativeSize() {
    assertThatThrownBy(
            () -> names(member("x", '0', "", block -> Arrays.fill(block, 124, 136, (byte) 0xff))))
        .hasMessageContaining("size");
  }

  @Test
  void refusesACutArchive() {
    byte[] tar = member("x", '0', "", block -> octal(block, 124, 2000));
    assertThatThrownBy(() -> names(tar)).hasMessageContaining("cut");
  }

  @Test
  void refusesAnExtendedHeaderThatIsTooLong() {
    byte[] tar =
        member("x", 'x', "", block -> octal(block, 124, TarReader.MAX_EXTENDED_HEADER + 1));
    assertThatThrownBy(() -> names(tar)).hasMessageContaining("longer");
  }

  @Test
  void refusesASparseFile() {
    assertThatThrownBy(() -> names(extended("GNU.sparse.major=1"))).hasMessageContaining("sparse");
  }

  @Test
  void dropsAttributesThatSteerTheEnginesFileSystem() throws IOException {
    assertThat(names(extended("SCHILY.xattr.trusted.overlay.redirect=/etc")))
        .allSatisfy(entry -> assertThat(entry.attributes()).isEmpty());
  }

  @Test
  void takesTheExtendedNameOverTheHeaders() throws IOException {
    assertThat(names(extended("path=other")).getFirst().name()).isEqualTo("other");
  }

  @Test
  void refusesWhatUnpackingWouldReadOtherwise() {
    refuses(file("a"), file("a"));
    refuses(file("./a"), file("a"));
    refuses(member("a", '2', "/etc", b -> {}), file("a/passwd"));
    refuses(file("a/b"), member("a", '2', "other", b -> {}));
    refuses(file("a"), file("a/b"));
    refuses(member("h", '1', "etc/passwd", b -> {}));
    refuses(member("h", '1', "../x", b -> {}));
    refuses(member("s", '2', "x", b -> {}), member("h", '1', "s", b -> {}));
  }

  @Test
  void allowsFoldersTwiceAndLinksInside() throws IOException {
    copy(
        member("d/", '5', "", b -> {}),
        file("d/a"),
        member("d/", '5', "", b -> {}),
        member("d/l", '2', "../../outside", b -> {}),
        member("h", '1', "d/a", b -> {}));
  }

  private static void refuses(byte[]... members) {
    assertThatThrownBy(() -> copy(members)).isInstanceOf(MalformedArchiveException.class);
  }

  private static void copy(byte[]... members) throws IOException {
    ByteArrayOutputStream tar = new ByteArrayOutputStream();
    for (byte[] member : members) {
      tar.write(member, 0, 512);
    }
    ArchiveCopy.scan(
        new ByteArrayInputStream(tar.toByteArray()), (entry, content) -> new Outcome.Keep());
  }

  private static byte[] file(String name) {
    return member(name, '0', "", block -> {});
  }

  private static TarEntry entry(String name, TarEntry.Kind kind, long size, String link) {
    return new TarEntry(name, kind, 0755, 1, 2, "me", "us", size, 7, link, Map.of());
  }

  private static InputStream content(String text) {
    return new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
  }

  private static List<TarEntry> names(byte[] tar) throws IOException {
    TarReader reader = new TarReader(new ByteArrayInputStream(tar));
    List<TarEntry> entries = new ArrayList<>();
    for (Optional<TarEntry> next = reader.next(); next.isPresent(); next = reader.next()) {
      entries.add(next.get());
    }
    return entries;
  }

  /// One record of a pax header before a file.
  private static byte[] extended(String record) {
    String rest = " " + record + "\n";
    int length = rest.length() + 2;
    byte[] text = (length + rest).getBytes(StandardCharsets.UTF_8);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.write(member("pax", 'x', "", block -> octal(block, 124, text.length)), 0, 512);
    out.writeBytes(Arrays.copyOf(text, 512));
    out.writeBytes(file("x"));
    return out.toByteArray();
  }

  /// A header and the end of the archive.
  private static byte[] member(String name, char flag, String link, Consumer<byte[]> change) {
    byte[] block = new byte[3 * 512];
    text(block, 0, name);
    octal(block, 100, 0644);
    octal(block, 108, 0);
    octal(block, 116, 0);
    octal(block, 124, 0);
    octal(block, 136, 0);
    block[156] = (byte) flag;
    text(block, 157, link);
    text(block, 257, "ustar\u000000");
    change.accept(block);
    int sum = 8 * ' ';
    for (int i = 0; i < 512; i++) {
      sum += i >= 148 && i < 156 ? 0 : block[i] & 0xff;
    }
    text(block, 148, String.format("%06o\u0000 ", sum));
    return block;
  }

  private static void octal(byte[] block, int offset, long value) {
    text(block, offset, String.format(offset >= 124 ? "%011o" : "%07o", value));
  }

  private static void text(byte[] block, int offset, String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    System.arraycopy(bytes, 0, block, offset, bytes.length);
  }
}
