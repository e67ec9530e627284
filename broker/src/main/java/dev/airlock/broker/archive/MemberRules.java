package dev.airlock.broker.archive;

import java.io.IOException;

/// What holds between the members of an archive, so that unpacking it does what reading it says.
///
/// SECURITY: no name twice, nothing below a symbolic link or a file, and hard links to earlier
/// files of the same archive only.
final class MemberRules {

  private final NameSet names = new NameSet();
  private final NameSet files = new NameSet();
  private final NameSet links = new NameSet();
  private final NameSet parents = new NameSet();

  void require(TarEntry entry) throws IOException {
    String name = entry.name();
    requireFoldersAbove(name);
    boolean again = !names.add(name) || parents.contains(name);
    boolean folder = entry.kind() == TarEntry.Kind.FOLDER;
    if (again && (!folder || files.contains(name) || links.contains(name))) {
      throw TarReader.malformed("has '" + name + "' twice");
    }
    switch (entry.kind()) {
      case FILE -> files.add(name);
      case SYMBOLIC_LINK -> links.add(name);
      case HARD_LINK -> {
        if (!files.contains(entry.linkName())) {
          throw TarReader.malformed(
              "has a hard link '" + name + "' to what is no earlier file of it");
        }
        files.add(name);
      }
      case FOLDER -> {
        // Folders may come twice.
      }
    }
  }

  private void requireFoldersAbove(String name) throws IOException {
    for (int slash = name.indexOf('/'); slash >= 0; slash = name.indexOf('/', slash + 1)) {
      String parent = name.substring(0, slash);
      if (links.contains(parent) || files.contains(parent)) {
        throw TarReader.malformed("has '" + name + "' below what is no folder");
      }
      parents.add(parent);
    }
  }
}
