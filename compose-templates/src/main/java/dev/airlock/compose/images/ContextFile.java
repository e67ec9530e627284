package dev.airlock.compose.images;

import static java.util.Objects.requireNonNull;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;

/// A file of a build context: known by its digest, read only when an image is built.
public final class ContextFile {
  private final String digest;
  private final boolean executable;
  private final Content content;

  private ContextFile(String digest, boolean executable, Content content) {
    this.digest = requireNonNull(digest, "digest is null");
    this.executable = executable;
    this.content = requireNonNull(content, "content is null");
  }

  /// Where a file's bytes come from.
  @FunctionalInterface
  public interface Content {
    InputStream open() throws IOException;
  }

  /// A small file in memory.
  public static ContextFile of(byte[] bytes, boolean executable) {
    byte[] copy = bytes.clone();
    return new ContextFile(Digests.sha256(copy), executable, () -> new ByteArrayInputStream(copy));
  }

  /// A file that is somewhere else.
  ///
  /// @param digest SHA-256 of the content, in hexadecimal
  public static ContextFile of(String digest, Content content) {
    return new ContextFile(digest, false, content);
  }

  public InputStream open() throws IOException {
    return content.open();
  }

  public boolean executable() {
    return executable;
  }

  String digest() {
    return digest;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof ContextFile that
        && executable == that.executable
        && digest.equals(that.digest);
  }

  @Override
  public int hashCode() {
    return digest.hashCode();
  }

  @Override
  public String toString() {
    return digest + (executable ? ", executable" : "");
  }
}
