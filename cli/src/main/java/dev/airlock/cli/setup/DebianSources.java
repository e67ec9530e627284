package dev.airlock.cli.setup;

import dev.airlock.cli.CliException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// Where this machine gets its packages, as its own apt says: a company's mirror works without a
/// word from us, and no host name stands in these sources.
///
/// @param codename the suite of this machine: `bookworm`
/// @param archives each archive's address and the suite it is used for
record DebianSources(String codename, List<Archive> archives) {
  private static final List<Path> KEYRINGS =
      List.of(
          Path.of("/usr/share/keyrings/debian-archive-keyring.gpg"),
          Path.of("/usr/share/keyrings/debian-archive-keyring.pgp"));

  /// `'http://…/debian/dists/bookworm/InRelease' …`
  private static final Pattern INDEX = Pattern.compile("'(.+?)/dists/([^/']+)/InRelease'");

  DebianSources {
    archives = List.copyOf(archives);
  }

  /// @param suite `bookworm`, `bookworm-security`
  record Archive(String uri, String suite) {}

  /// @throws CliException where this is no Debian, or apt has no source of its packages
  static DebianSources ofThisMachine(Map<String, String> environment) {
    String codename =
        osRelease("ID")
            .filter("debian"::equals)
            .flatMap(_ -> osRelease("VERSION_CODENAME"))
            .orElseThrow(() ->
                new CliException(
                    "a private engine can be set up on Debian only",
                    "install Docker 28 or newer and start it, or point DOCKER_HOST at one"));
    // Needs no package lists, which a fresh machine or container lacks.
    List<Archive> archives =
        Tool.lines(environment, List.of("apt-get", "update", "--print-uris")).stream()
            .map(INDEX::matcher)
            .filter(Matcher::lookingAt)
            .map(index -> new Archive(index.group(1), index.group(2)))
            .filter(archive ->
                archive.suite().equals(codename) || archive.suite().startsWith(codename + "-"))
            .distinct()
            .toList();
    if (archives.stream().noneMatch(archive -> archive.suite().equals(codename))) {
      throw new CliException(
          "apt has no source for '" + codename + " main'",
          "add your mirror to /etc/apt/sources.list.d");
    }
    return new DebianSources(codename, archives);
  }

  /// The line of a source list for another suite at the same mirror.
  List<String> linesFor(String suite) {
    return List.of(line(mirror(), suite));
  }

  /// The lines for another release with its updates and security fixes.
  List<String> linesWithUpdatesFor(String release) {
    Stream<String> updates =
        archives.stream()
            .filter(archive ->
                archive.suite().equals(codename + "-updates")
                    || archive.suite().equals(codename + "-security"))
            .map(archive -> line(archive.uri(), archive.suite().replace(codename, release)));
    return Stream.concat(linesFor(release).stream(), updates).toList();
  }

  /// The lines for this machine's own release.
  List<String> ownLines() {
    return linesWithUpdatesFor(codename);
  }

  /// Other archives may use Debian's suite names, too; only Debian's has updates beside it.
  private String mirror() {
    List<String> candidates =
        archives.stream()
            .filter(archive -> archive.suite().equals(codename))
            .map(Archive::uri)
            .toList();
    return candidates.stream()
        .filter(uri -> archives.contains(new Archive(uri, codename + "-updates")))
        .findFirst()
        .orElse(candidates.getFirst());
  }

  private static String line(String uri, String suite) {
    String signed =
        KEYRINGS.stream()
            .filter(Files::exists)
            .findFirst()
            .map(keyring -> "[signed-by=" + keyring + "] ")
            .orElse("");
    return "deb " + signed + uri + " " + suite + " main";
  }

  private static Optional<String> osRelease(String key) {
    try (Stream<String> lines = Files.lines(Path.of("/etc/os-release"))) {
      return lines
          .filter(line -> line.startsWith(key + "="))
          .map(line -> line.substring(key.length() + 1).replace("\"", ""))
          .findFirst();
    } catch (IOException e) {
      return Optional.empty();
    }
  }
}
