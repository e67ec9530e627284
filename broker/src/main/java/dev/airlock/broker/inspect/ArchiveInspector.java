package dev.airlock.broker.inspect;

import dev.airlock.broker.archive.ArchiveCopy;
import dev.airlock.broker.archive.ArchiveCopy.Outcome;
import dev.airlock.broker.archive.Expansion;
import dev.airlock.broker.archive.MalformedArchiveException;
import dev.airlock.broker.archive.SpoolFile;
import dev.airlock.broker.json.StrictJson;
import dev.airlock.broker.policy.Reason;
import dev.airlock.broker.policy.RefusedException;
import dev.airlock.broker.route.Admission.Admitted;
import java.io.IOException;
import java.io.InputStream;
import java.util.regex.Pattern;

/// `PUT /containers/{id}/archive`: a plain tar, read strictly and written anew, unpacked in a
/// container of the session's.
final class ArchiveInspector {

  /// Nothing is to be unpacked in what the kernel mounts, under whatever spelling.
  private static final Pattern KERNEL_FOLDER =
      Pattern.compile("^[/.]*(?:proc|sys|dev)(?:/|$)|(?:^|/)\\.\\.(?:/|$)");

  private ArchiveInspector() {}

  static Decision put(Admitted request, Body body, World world)
      throws RefusedException, IOException {
    String id = References.container(world, request.path("id")).id();
    String path = request.query().first("path").orElse("");
    if (path.isEmpty()) {
      throw RefusedException.malformed("path is empty");
    }
    if (KERNEL_FOLDER.matcher(path).find()) {
      throw RefusedException.denied(
          Reason.PROC_PATHS, "path is '" + StrictJson.printable(path) + "'");
    }
    if (!(body instanceof Body.Spooled(SpoolFile file))) {
      throw RefusedException.malformed("the body is empty; a tar is needed");
    }
    return Upstream.to(request)
        .path("/containers/", id, "/archive")
        .sameQuery()
        .tar(rewritten(file, world))
        .forward();
  }

  private static SpoolFile rewritten(SpoolFile file, World world)
      throws RefusedException, IOException {
    try (InputStream tar = Expansion.openPlain(file)) {
      return world
          .spools()
          .write(output -> ArchiveCopy.copy(tar, output, (entry, content) -> new Outcome.Keep()));
    } catch (MalformedArchiveException e) {
      throw denied(e);
    }
  }

  static RefusedException denied(MalformedArchiveException e) {
    return RefusedException.denied(
        Reason.ARCHIVE_ENTRY, StrictJson.printable(String.valueOf(e.getMessage()), 200));
  }
}
