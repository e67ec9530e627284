package dev.airlock.broker.archive;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.zip.CRC32C;

/// A set of names in eight bytes each: a context can have hundreds of thousands.
///
/// Two names that meet look like one; the caller then refuses what it should not, and never the
/// other way round.
final class NameSet {

  private static final int FIRST_SIZE = 256;
  private static final long FNV_OFFSET = 0xcbf29ce484222325L;
  private static final long FNV_PRIME = 0x100000001b3L;

  private long[] table = new long[FIRST_SIZE];
  private int size;

  /// Adds a name; false if it was there.
  boolean add(String name) {
    if (size * 2 >= table.length) {
      grow();
    }
    boolean added = put(table, digest(name));
    if (added) {
      size++;
    }
    return added;
  }

  boolean contains(String name) {
    long digest = digest(name);
    for (int i = slot(digest, table.length); table[i] != 0; i = (i + 1) % table.length) {
      if (table[i] == digest) {
        return true;
      }
    }
    return false;
  }

  private void grow() {
    long[] larger = new long[table.length * 2];
    Arrays.stream(table).filter(digest -> digest != 0).forEach(digest -> put(larger, digest));
    table = larger;
  }

  private static boolean put(long[] table, long digest) {
    int i = slot(digest, table.length);
    while (table[i] != 0) {
      if (table[i] == digest) {
        return false;
      }
      i = (i + 1) % table.length;
    }
    table[i] = digest;
    return true;
  }

  private static int slot(long digest, int length) {
    return (int) Long.remainderUnsigned(digest, length);
  }

  private static long digest(String name) {
    byte[] bytes = name.getBytes(StandardCharsets.UTF_8);
    CRC32C crc = new CRC32C();
    crc.update(bytes);
    long hash = FNV_OFFSET;
    for (byte b : bytes) {
      hash = (hash ^ (b & 0xff)) * FNV_PRIME;
    }
    hash ^= crc.getValue() << 32;
    return hash == 0 ? 1 : hash;
  }
}
