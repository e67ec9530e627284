package dev.airlock.broker.server;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Collection;
import java.util.Locale;
import java.util.Optional;
import java.util.TreeSet;

/// The names of the session's containers, for the egress proxy: one per line, replaced as a whole.
final class NamesFile {
  private static final System.Logger LOG = System.getLogger(NamesFile.class.getName());

  private final Optional<Path> file;
  private String written = "";

  NamesFile(Optional<Path> file) {
    this.file = file;
  }

  /// Writes the names if they have changed. A file that cannot be written costs the session its
  /// names, nothing else: it is logged.
  synchronized void write(Collection<String> names) {
    if (file.isEmpty()) {
      return;
    }
    TreeSet<String> lines = new TreeSet<>();
    for (String name : names) {
      // A container may be called what is no host name; nobody can ask for it by that.
      if (name.matches("[A-Za-z0-9](?:[A-Za-z0-9._-]{0,251}[A-Za-z0-9])?")) {
        lines.add(name.toLowerCase(Locale.ROOT));
      }
    }
    String text = lines.isEmpty() ? "" : String.join("\n", lines) + "\n";
    if (text.equals(written)) {
      return;
    }
    try {
      Path target = file.get();
      Path fresh = target.resolveSibling(target.getFileName() + ".new");
      Files.write(fresh, text.getBytes(StandardCharsets.UTF_8));
      Files.move(fresh, target, StandardCopyOption.ATOMIC_MOVE);
      written = text;
    } catch (IOException e) {
      LOG.log(System.Logger.Level.WARNING, "names file not written", e);
    }
  }
}
