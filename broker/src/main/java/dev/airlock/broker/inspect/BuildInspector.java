package dev.airlock.broker.inspect;

import dev.airlock.broker.archive.ArchiveCopy;
import dev.airlock.broker.archive.ArchiveCopy.Outcome;
import dev.airlock.broker.archive.Expansion;
import dev.airlock.broker.archive.MalformedArchiveException;
import dev.airlock.broker.archive.SpoolFile;
import dev.airlock.broker.archive.TarEntry;
import dev.airlock.broker.archive.TarReader;
import dev.airlock.broker.build.BuildPlan;
import dev.airlock.broker.build.Dockerfile;
import dev.airlock.broker.build.DockerfileException;
import dev.airlock.broker.json.StrictJson;
import dev.airlock.broker.policy.Owner;
import dev.airlock.broker.policy.RefusedException;
import dev.airlock.broker.route.Admission.Admitted;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;

/// `POST /build`: the classic builder, with a context that was read whole.
///
/// SECURITY: the engine itself must fetch nothing: every base is there before the build is sent,
/// its triggers are known, and the Dockerfile that goes upstream names each image by the reference
/// that was decided on.
final class BuildInspector {

  private static final int MAX_DOCKERFILE = 1024 * 1024;
  private static final String DEFAULT_NAME = "Dockerfile";
  private static final String OTHER_NAME = "dockerfile";

  private BuildInspector() {}

  static Decision build(Admitted request, Body body, World world)
      throws RefusedException, IOException {
    BuildQuery query = BuildQuery.of(request, world);
    if (!(body instanceof Body.Spooled(SpoolFile file))) {
      throw RefusedException.malformed("the body is empty; a tar of the build context is needed");
    }
    try {
      Found dockerfile = find(file, query.dockerfile(), world);
      BuildPlan plan = BuildPlan.of(Dockerfile.parse(dockerfile.content()), query.arguments());
      BuildBases bases = BuildBases.of(request, plan, query, world);
      if (!bases.pulls().isEmpty()) {
        return new Decision.PullFirst(bases.pulls(), query.quiet());
      }
      SpoolFile context =
          context(file, dockerfile.name(), rewritten(plan, bases.references(), world), world);
      return query
          .upstream()
          .query("dockerfile", dockerfile.name())
          .tar(context)
          .forward(new Effect.ImageMade(query.tags()));
    } catch (MalformedArchiveException e) {
      throw ArchiveInspector.denied(e);
    } catch (DockerfileException e) {
      throw RefusedException.denied(e.reason(), String.valueOf(e.getMessage()));
    }
  }

  @SuppressWarnings("ArrayRecordComponent") // handed over once, never compared
  private record Found(String name, byte[] content) {}

  /// The engine falls back to `dockerfile` where `Dockerfile` is not there.
  private static Found find(SpoolFile file, String name, World world)
      throws RefusedException, IOException, DockerfileException {
    Map<String, byte[]> candidates = new HashMap<>();
    try (InputStream tar = Expansion.open(file, world.policy().limits().expandedBytes())) {
      ArchiveCopy.scan(
          tar,
          (entry, content) -> {
            if (entry.name().equals(name)
                || (name.equals(DEFAULT_NAME) && entry.name().equals(OTHER_NAME))) {
              if (entry.kind() != TarEntry.Kind.FILE) {
                // SECURITY: what a link leads to is decided when the engine reads it.
                throw new MalformedArchiveException(
                    "the archive's '" + entry.name() + "' is no regular file");
              }
              candidates.put(entry.name(), TarReader.bytes(content, MAX_DOCKERFILE, "Dockerfile"));
            }
            return new Outcome.Drop();
          });
    }
    String chosen = candidates.containsKey(name) ? name : OTHER_NAME;
    byte[] content = candidates.get(chosen);
    if (content == null) {
      throw RefusedException.malformed(
          "Cannot locate specified Dockerfile: " + StrictJson.printable(name));
    }
    return new Found(chosen, content);
  }

  private static byte[] rewritten(
      BuildPlan plan, Map<BuildPlan.Use, String> references, World world) {
    // What a stage or a failed build leaves has no name: by this it is found and removed.
    String label = "LABEL " + Owner.SESSION_LABEL + "=" + world.policy().owner().sessionId();
    return plan.rewrite(use -> references.getOrDefault(use, ""), label)
        .getBytes(StandardCharsets.UTF_8);
  }

  private static SpoolFile context(SpoolFile file, String dockerfile, byte[] rewritten, World world)
      throws IOException {
    try (InputStream tar = Expansion.open(file, world.policy().limits().expandedBytes())) {
      return world
          .spools()
          .write(output ->
              ArchiveCopy.copy(
                  tar,
                  output,
                  (entry, content) ->
                      entry.name().equals(dockerfile)
                          ? new Outcome.Replace(rewritten)
                          : new Outcome.Keep()));
    }
  }
}
