package dev.airlock.broker.inspect;

import dev.airlock.broker.archive.TarEntry;
import dev.airlock.broker.archive.TarReader;
import dev.airlock.broker.archive.TarWriter;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/// Archives for tests, from names and texts.
public final class ContextTar {

  private ContextTar() {}

  public static byte[] of(String... namesAndTexts) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (TarWriter writer = new TarWriter(out)) {
      write(writer, namesAndTexts);
    }
    return out.toByteArray();
  }

  /// A symbolic link, and files behind it.
  static byte[] withLink(String name, String target, String... namesAndTexts) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (TarWriter writer = new TarWriter(out)) {
      writer.write(
          entry(name, TarEntry.Kind.SYMBOLIC_LINK, 0, target), InputStream.nullInputStream());
      write(writer, namesAndTexts);
    }
    return out.toByteArray();
  }

  private static void write(TarWriter writer, String... namesAndTexts) throws IOException {
    for (int i = 0; i < namesAndTexts.length; i += 2) {
      byte[] text = namesAndTexts[i + 1].getBytes(StandardCharsets.UTF_8);
      writer.write(
          entry(namesAndTexts[i], TarEntry.Kind.FILE, text.length, ""),
          new ByteArrayInputStream(text));
    }
  }

  private static TarEntry entry(String name, TarEntry.Kind kind, long size, String link) {
    return new TarEntry(name, kind, 0644, 0, 0, "", "", size, 0, link, Map.of());
  }

  static Map<String, String> texts(InputStream tar) throws IOException {
    Map<String, String> texts = new LinkedHashMap<>();
    TarReader reader = new TarReader(tar);
    for (Optional<TarEntry> next = reader.next(); next.isPresent(); next = reader.next()) {
      texts.put(
          next.get().name(), new String(reader.content().readAllBytes(), StandardCharsets.UTF_8));
    }
    return texts;
  }
}
