package dev.airlock.e2e.harness;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// A setting of the real machine's kernel that is put back afterwards.
final class Sysctl {
  private Sysctl() {}

  static void set(String name, String value, List<List<String>> undo) {
    Path file = Path.of("/proc/sys", name.replace('.', '/'));
    try {
      String former = Files.readString(file).strip();
      if (!former.equals(value)) {
        Files.writeString(file, value);
        undo.add(List.of("sh", "-c", "echo \"$1\" >\"$2\"", "sh", former, file.toString()));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
