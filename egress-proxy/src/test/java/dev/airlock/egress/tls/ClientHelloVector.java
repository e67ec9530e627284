package dev.airlock.egress.tls;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;

/// A file in `vectors/client-hello`: keys, an empty line, and bytes in hexadecimal; `00*300` stands
/// for 300 zero bytes.
@SuppressWarnings("ArrayRecordComponent") // read once and never compared
public record ClientHelloVector(String name, String expect, byte[] bytes) {
  private static final Set<String> KEYS = Set.of("expect", "why");

  public static Stream<ClientHelloVector> all() {
    try {
      Path folder =
          Path.of(
              Objects.requireNonNull(ClientHelloVector.class.getResource("/vectors/client-hello"))
                  .toURI());
      List<Path> files;
      try (Stream<Path> found = Files.list(folder)) {
        files = found.sorted().toList();
      }
      return files.stream().map(ClientHelloVector::read);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  public static ClientHelloVector named(String name) {
    return all().filter(vector -> vector.name().equals(name)).findFirst().orElseThrow();
  }

  private static ClientHelloVector read(Path file) {
    try {
      String[] parts = Files.readString(file).split("\n\n", 2);
      Map<String, String> keys = new HashMap<>();
      for (String line : parts[0].split("\n", -1)) {
        String[] pair = line.split(": ", 2);
        if (!KEYS.contains(pair[0])) {
          throw new IllegalStateException(file + ": unknown key '" + pair[0] + "'");
        }
        keys.put(pair[0], pair[1]);
      }
      if (!keys.keySet().equals(KEYS)) {
        throw new IllegalStateException(file + ": a key is missing");
      }
      String name = file.getFileName().toString().replace(".txt", "");
      return new ClientHelloVector(
          name, Objects.requireNonNull(keys.get("expect")), bytes(parts[1]));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static byte[] bytes(String text) {
    var bytes = new ByteArrayOutputStream();
    for (String token : text.strip().split("\\s+", -1)) {
      int star = token.indexOf('*');
      byte[] piece = HexFormat.of().parseHex(star < 0 ? token : token.substring(0, star));
      int times = star < 0 ? 1 : Integer.parseInt(token.substring(star + 1));
      for (int i = 0; i < times; i++) {
        bytes.writeBytes(piece);
      }
    }
    return bytes.toByteArray();
  }

  @Override
  public String toString() {
    return name;
  }
}
