package dev.airlock.e2e;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// The documents: links resolve, the changelog is well-formed, decisions are numbered without gaps.
class DocsTest {
  private static final Path ROOT =
      requireNonNull(Path.of("").toAbsolutePath().getParent(), "the module has no parent folder");
  private static final Pattern LINK = Pattern.compile("\\]\\(([^)\\s]+)\\)");
  private static final Pattern HEADING = Pattern.compile("(?m)^#{1,6} +(.+)$");
  private static final List<String> CHANGE_KINDS =
      List.of("Security", "Added", "Changed", "Deprecated", "Removed", "Fixed");

  @Test
  void everyLinkResolves() {
    List<String> broken = new ArrayList<>();
    for (Path page : pages()) {
      Matcher link = LINK.matcher(read(page));
      while (link.find()) {
        if (!resolves(page, link.group(1))) {
          broken.add(ROOT.relativize(page) + " -> " + link.group(1));
        }
      }
    }
    assertThat(broken).isEmpty();
  }

  @Test
  void changelogNamesOnlyKnownKindsWithSecurityFirst() {
    List<String> kinds = new ArrayList<>();
    for (String line : read(ROOT.resolve("CHANGELOG.md")).lines().toList()) {
      if (line.startsWith("## ")) {
        assertThat(line).matches("## \\[(Unreleased|\\d+\\.\\d+\\.\\d+)].*");
        kinds.clear();
      } else if (line.startsWith("### ")) {
        kinds.add(line.substring(4));
        assertThat(CHANGE_KINDS).contains(line.substring(4));
        assertThat(kinds.indexOf("Security")).as("place of Security").isLessThanOrEqualTo(0);
      }
    }
  }

  @Test
  void decisionsAreNumberedWithoutGaps() throws IOException {
    try (Stream<Path> files = Files.list(ROOT.resolve("docs/adr"))) {
      List<String> names = files.map(f -> f.getFileName().toString()).sorted().toList();
      for (int i = 0; i < names.size(); i++) {
        assertThat(names.get(i)).startsWith("%04d-".formatted(i + 1));
      }
    }
  }

  private static boolean resolves(Path page, String link) {
    if (link.startsWith("https://") || link.startsWith("http://")) {
      return true;
    }
    int hash = link.indexOf('#');
    String file = hash < 0 ? link : link.substring(0, hash);
    Path target = file.isEmpty() ? page : page.resolveSibling(file).normalize();
    if (!Files.exists(target)) {
      return false;
    }
    return hash < 0 || anchors(target).contains(link.substring(hash + 1));
  }

  private static List<String> anchors(Path page) {
    return HEADING
        .matcher(read(page))
        .results()
        .map(heading -> heading.group(1).toLowerCase(java.util.Locale.ROOT))
        .map(heading -> heading.replaceAll("[^\\p{Alnum} _-]", "").replace(' ', '-'))
        .toList();
  }

  private static List<Path> pages() {
    try (Stream<Path> files = Files.walk(ROOT)) {
      return files
          .filter(file -> file.toString().endsWith(".md"))
          .filter(file -> !ROOT.relativize(file).toString().matches("(.*/)?(target|\\..*)/.*"))
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
