package dev.airlock.e2e.harness;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// Bytes that compare by content and do not change.
public final class Bytes {
  static final Bytes NONE = Bytes.of(new byte[0]);

  private final byte[] array;

  private Bytes(byte[] array) {
    this.array = array;
  }

  public static Bytes of(byte[] array) {
    return new Bytes(array.clone());
  }

  public byte[] toArray() {
    return array.clone();
  }

  public String text() {
    return new String(array, StandardCharsets.UTF_8);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Bytes bytes && Arrays.equals(array, bytes.array);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(array);
  }

  @Override
  public String toString() {
    return array.length + " bytes";
  }
}
