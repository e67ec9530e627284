package dev.airlock.compose.images;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.util.Arrays;

/// A file of a build context. Immutable: the bytes are copied on the way in and never handed out.
public final class ContextFile {
  private final byte[] content;
  private final boolean executable;

  public ContextFile(byte[] content, boolean executable) {
    this.content = content.clone();
    this.executable = executable;
  }

  public InputStream open() {
    return new ByteArrayInputStream(content);
  }

  public boolean executable() {
    return executable;
  }

  /// SHA-256 of the content, in hexadecimal.
  String digest() {
    return Digests.sha256(content);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof ContextFile that
        && executable == that.executable
        && Arrays.equals(content, that.content);
  }

  @Override
  public int hashCode() {
    return 31 * Arrays.hashCode(content) + Boolean.hashCode(executable);
  }

  @Override
  public String toString() {
    return content.length + " bytes" + (executable ? ", executable" : "");
  }
}
