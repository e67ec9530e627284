package dev.airlock.broker.archive;

import static java.util.Objects.requireNonNull;

import java.util.Map;

/// One member of a tar archive, with every field that goes on and none that does not.
///
/// @param name clean and relative, without a slash at the end; `.` is the root
/// @param mode permission bits
/// @param size of the content; 0 for all but files
/// @param linkName of links; empty otherwise
/// @param attributes extended attributes that a container may have
public record TarEntry(
    String name,
    Kind kind,
    int mode,
    long uid,
    long gid,
    String userName,
    String groupName,
    long size,
    long modified,
    String linkName,
    Map<String, String> attributes) {

  /// What a member is; devices, FIFOs and sparse files are refused.
  public enum Kind {
    FILE('0'),
    HARD_LINK('1'),
    SYMBOLIC_LINK('2'),
    FOLDER('5');

    private final char flag;

    Kind(char flag) {
      this.flag = flag;
    }

    char flag() {
      return flag;
    }
  }

  public TarEntry {
    requireNonNull(name, "name is null");
    requireNonNull(kind, "kind is null");
    requireNonNull(userName, "userName is null");
    requireNonNull(groupName, "groupName is null");
    requireNonNull(linkName, "linkName is null");
    attributes = Map.copyOf(attributes);
  }

  /// The same member with other content.
  public TarEntry withSize(long other) {
    return new TarEntry(
        name, kind, mode, uid, gid, userName, groupName, other, modified, linkName, attributes);
  }
}
