package dev.airlock.compose.images;

import static java.util.Objects.requireNonNull;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/// Everything that goes into one image, and so into its tag: the same inputs give the same
/// reference, and an image of that name need not be built again.
///
/// @param image the name without a tag: `sandbox/agent`
/// @param files by path below the context's root; `Dockerfile` is one of them
/// @param arguments the build's arguments
public record BuildContext(
    String image, SortedMap<String, ContextFile> files, SortedMap<String, String> arguments) {

  /// 64 bits: nobody gains by a second context with the same tag, since who can build can also tag.
  private static final int TAG_DIGITS = 16;

  public BuildContext {
    requireNonNull(image, "image is null");
    files = Collections.unmodifiableSortedMap(new TreeMap<>(files));
    arguments = Collections.unmodifiableSortedMap(new TreeMap<>(arguments));
    if (!files.containsKey("Dockerfile")) {
      throw new IllegalArgumentException("no Dockerfile for '" + image + "'");
    }
  }

  /// The image's name with the digest of its inputs as its tag.
  public String reference() {
    return image + ":" + digest().substring(0, TAG_DIGITS);
  }

  /// SHA-256 over every input, in hexadecimal.
  public String digest() {
    // Each part is preceded by its length, so that no two lists of parts read the same.
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (DataOutputStream out = new DataOutputStream(bytes)) {
      out.writeUTF(image);
      out.writeInt(files.size());
      for (var file : files.entrySet()) {
        out.writeUTF(file.getKey());
        out.writeBoolean(file.getValue().executable());
        out.writeUTF(file.getValue().digest());
      }
      out.writeInt(arguments.size());
      for (var argument : arguments.entrySet()) {
        out.writeUTF(argument.getKey());
        out.writeUTF(argument.getValue());
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot happen in memory", e);
    }
    return Digests.sha256(bytes.toByteArray());
  }
}
