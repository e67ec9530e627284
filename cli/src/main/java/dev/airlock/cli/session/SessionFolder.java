package dev.airlock.cli.session;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.airlock.cli.CliException;
import dev.airlock.compose.SessionId;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/// A folder of this machine that belongs to one session: the embedded broker's socket is in it.
///
/// Only its owner can get into it; the engine mounts what is inside.
final class SessionFolder implements AutoCloseable {
  private static final String HOLDER = "holder";
  private static final String PREFIX = "sandbox-";
  private static final FileAttribute<Set<PosixFilePermission>> FOR_OWNER =
      PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));

  private final Path folder;

  private SessionFolder(Path folder) {
    this.folder = folder;
  }

  static SessionFolder create(SessionId id) {
    try {
      Path all = Files.createDirectories(all(), FOR_OWNER);
      Path folder = Files.createDirectory(all.resolve(PREFIX + id), FOR_OWNER);
      Files.writeString(folder.resolve(HOLDER), Holder.current().label(), UTF_8);
      SessionFolder created = new SessionFolder(folder);
      for (Path inside : List.of(created.run(), created.spool())) {
        Files.createDirectory(inside);
      }
      Files.setPosixFilePermissions(created.run(), PosixFilePermissions.fromString("rwxr-xr-x"));
      return created;
    } catch (IOException e) {
      throw new CliException(
          e,
          "cannot make a folder for the session: " + e.getMessage(),
          "make '" + all() + "' writable; is its disk full?");
    }
  }

  /// What is mounted into the workload.
  Path run() {
    return folder.resolve("run");
  }

  /// Where the broker keeps bodies until it has decided on them.
  Path spool() {
    return folder.resolve("spool");
  }

  /// Removes the folders whose process is gone.
  static void removeAbandoned() {
    if (!Files.isDirectory(all())) {
      return;
    }
    try (DirectoryStream<Path> folders = Files.newDirectoryStream(all(), PREFIX + "*")) {
      for (Path folder : folders) {
        if (isAbandoned(folder)) {
          new SessionFolder(folder).close();
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static boolean isAbandoned(Path folder) throws IOException {
    try {
      return Holder.parse(Files.readString(folder.resolve(HOLDER), UTF_8))
          // The disk may be shared with a machine whose processes cannot be seen from here.
          .filter(Holder::isHere)
          .filter(holder -> !holder.isAlive())
          .isPresent();
    } catch (NoSuchFileException beingMade) {
      return false;
    }
  }

  private static Path all() {
    String runtime = System.getenv("XDG_RUNTIME_DIR");
    return runtime != null && Files.isWritable(Path.of(runtime))
        ? Path.of(runtime)
        : Path.of(System.getProperty("user.home"), ".local", "state", "sandbox", "sessions");
  }

  @Override
  public void close() {
    try (Stream<Path> inside = Files.walk(folder)) {
      for (Path path : inside.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(path);
      }
    } catch (NoSuchFileException gone) {
      // Somebody else removed it.
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
