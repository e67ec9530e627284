package dev.airlock.broker.inspect;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.airlock.broker.archive.ArchiveCopy;
import dev.airlock.broker.archive.ArchiveCopy.Outcome;
import dev.airlock.broker.archive.Expansion;
import dev.airlock.broker.archive.MalformedArchiveException;
import dev.airlock.broker.archive.SpoolFile;
import dev.airlock.broker.archive.TarEntry;
import dev.airlock.broker.archive.TarReader;
import dev.airlock.broker.json.MalformedJsonException;
import dev.airlock.broker.json.StrictJson;
import dev.airlock.broker.policy.Reason;
import dev.airlock.broker.policy.RefusedException;
import dev.airlock.broker.route.Admission.Admitted;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// `POST /images/load`: what `docker save` writes, with the names in `manifest.json` made the
/// session's own.
///
/// Everything else that could name an image (`repositories`, the OCI index) is left out, so that
/// `manifest.json` alone does, for every image store of the engine.
final class LoadInspector {

  private static final int MAX_MANIFEST = 1024 * 1024;
  private static final String MANIFEST = "manifest.json";
  private static final Set<String> OTHER_NAMES = Set.of("repositories", "index.json", "oci-layout");
  private static final Set<String> KEYS =
      Set.of("Config", "RepoTags", "Layers", "Parent", "LayerSources");

  private LoadInspector() {}

  static Decision load(Admitted request, Body body, World world)
      throws RefusedException, IOException {
    if (!(body instanceof Body.Spooled(SpoolFile file))) {
      throw RefusedException.malformed("the body is empty; an archive of images is needed");
    }
    try {
      List<String> tags = new ArrayList<>();
      byte[] manifest = translated(manifest(file, world), world, tags);
      SpoolFile rewritten = rewritten(file, world, manifest);
      Upstream upstream = Upstream.to(request).path("/images/load").sameQuery();
      return upstream.tar(rewritten).forward(new Effect.ImageMade(tags));
    } catch (MalformedArchiveException e) {
      throw ArchiveInspector.denied(e);
    }
  }

  private static JsonNode manifest(SpoolFile file, World world)
      throws RefusedException, IOException {
    List<byte[]> found = new ArrayList<>();
    try (InputStream tar = Expansion.open(file, world.policy().limits().expandedBytes())) {
      ArchiveCopy.scan(
          tar,
          (entry, content) -> {
            if (entry.name().equals(MANIFEST)) {
              found.add(TarReader.bytes(content, MAX_MANIFEST, MANIFEST));
            }
            return new Outcome.Drop();
          });
    }
    if (found.isEmpty()) {
      throw RefusedException.denied(
          Reason.IMAGE_ARCHIVE, "the archive has no manifest.json, as docker save writes it");
    }
    try {
      return StrictJson.parse(found.getFirst());
    } catch (MalformedJsonException e) {
      throw RefusedException.denied(Reason.IMAGE_ARCHIVE, "manifest.json: " + e.getMessage());
    }
  }

  private static byte[] translated(JsonNode manifest, World world, List<String> tags)
      throws RefusedException {
    if (!manifest.isArray()) {
      throw malformed("it is no list");
    }
    ArrayNode images = JsonNodeFactory.instance.arrayNode();
    for (JsonNode image : manifest) {
      images.add(image(image, world, tags));
    }
    return images.toString().getBytes(StandardCharsets.UTF_8);
  }

  private static ObjectNode image(JsonNode image, World world, List<String> tags)
      throws RefusedException {
    if (!image.isObject()) {
      throw malformed("an image is no object");
    }
    for (Map.Entry<String, JsonNode> entry : image.properties()) {
      if (!KEYS.contains(entry.getKey())) {
        throw malformed("key '" + StrictJson.printable(entry.getKey()) + "' is unknown");
      }
    }
    ObjectNode sent = JsonRead.object();
    sent.put("Config", path(image.path("Config")));
    ArrayNode layers = sent.putArray("Layers");
    for (JsonNode layer : JsonRead.items(image, "Layers")) {
      layers.add(path(layer));
    }
    ArrayNode names = JsonNodeFactory.instance.arrayNode();
    for (JsonNode name : JsonRead.items(image, "RepoTags")) {
      if (!name.isTextual()) {
        throw malformed("a tag is no string");
      }
      String tag = ImageResolver.newTag(world, name.textValue(), "");
      names.add(tag);
      tags.add(tag);
    }
    sent.set("RepoTags", names.isEmpty() ? NullNode.instance : names);
    return sent;
  }

  private static String path(JsonNode value) throws RefusedException {
    if (!value.isTextual()) {
      throw malformed("a path is no string");
    }
    return Screened.relativePath(value.textValue(), "a path of manifest.json");
  }

  private static RefusedException malformed(String detail) {
    return RefusedException.denied(Reason.IMAGE_ARCHIVE, "manifest.json: " + detail);
  }

  private static SpoolFile rewritten(SpoolFile file, World world, byte[] manifest)
      throws IOException {
    try (InputStream tar = Expansion.open(file, world.policy().limits().expandedBytes())) {
      return world
          .spools()
          .write(output ->
              ArchiveCopy.copy(
                  tar,
                  output,
                  (entry, content) -> {
                    if (entry.kind() == TarEntry.Kind.SYMBOLIC_LINK) {
                      requireInside(entry);
                    }
                    if (entry.name().equals(MANIFEST)) {
                      return new Outcome.Replace(manifest);
                    }
                    return OTHER_NAMES.contains(entry.name())
                        ? new Outcome.Drop()
                        : new Outcome.Keep();
                  }));
    }
  }

  /// Old engines save a layer that is there already as a link to it: `../ID/layer.tar`.
  ///
  /// SECURITY: never to what is not in the archive: the engine reads behind it on the host. Steps
  /// up come first, no more than the link lies deep, and none after a name, which may itself be a
  /// link.
  private static void requireInside(TarEntry entry) throws MalformedArchiveException {
    int depth = (int) entry.name().chars().filter(c -> c == '/').count();
    boolean named = false;
    boolean inside = !entry.linkName().startsWith("/");
    for (String segment : entry.linkName().split("/", -1)) {
      switch (segment) {
        case "", "." -> {
          // Where it is.
        }
        case ".." -> {
          depth--;
          inside &= !named && depth >= 0;
        }
        default -> named = true;
      }
    }
    if (!inside || !named) {
      throw new MalformedArchiveException(
          "the archive has a link '" + entry.name() + "' that may lead out of it");
    }
  }
}
