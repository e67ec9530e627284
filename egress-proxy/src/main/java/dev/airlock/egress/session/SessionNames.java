package dev.airlock.egress.session;

import dev.airlock.rules.HostName;
import dev.airlock.rules.HostTarget;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// The names of the session's containers, from the file that the broker writes: one name a line.
///
/// The file is replaced as a whole, and read again when it was. Without a file, or with one that
/// cannot be read, there are no session names.
///
/// SECURITY: a name with a dot is no session name. The workload chooses the names, and a question
/// for one whose container is gone would be passed on to the outer DNS: data could leave in its
/// labels.
public final class SessionNames implements Predicate<HostName> {
  /// A larger file is not read.
  public static final long MAX_BYTES = 1024 * 1024;

  private static final System.Logger LOG = System.getLogger(SessionNames.class.getName());

  private final Path file;
  private volatile Snapshot snapshot = new Snapshot(null, Set.of());

  private record Version(long modified, long size, @Nullable Object key) {}

  private record Snapshot(@Nullable Version version, Set<HostName> names) {}

  public SessionNames(Path file) {
    this.file = file;
  }

  @Override
  public boolean test(HostName name) {
    return current().contains(name);
  }

  private Set<HostName> current() {
    try {
      BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
      Version version =
          new Version(
              attributes.lastModifiedTime().toMillis(), attributes.size(), attributes.fileKey());
      Snapshot known = snapshot;
      if (!version.equals(known.version())) {
        known = new Snapshot(version, read(attributes.size()));
        snapshot = known;
      }
      return known.names();
    } catch (NoSuchFileException e) {
      return Set.of();
    } catch (IOException e) {
      LOG.log(Level.WARNING, "cannot read the session's names from " + file, e);
      return Set.of();
    }
  }

  private Set<HostName> read(long size) throws IOException {
    if (size > MAX_BYTES) {
      LOG.log(Level.WARNING, "{0} has {1} bytes, {2} is the most", file, size, MAX_BYTES);
      return Set.of();
    }
    return Files.readAllLines(file).stream()
        .map(HostTarget::parse)
        .filter(HostName.class::isInstance)
        .map(HostName.class::cast)
        .filter(name -> name.labels().size() == 1)
        .collect(Collectors.toUnmodifiableSet());
  }
}
