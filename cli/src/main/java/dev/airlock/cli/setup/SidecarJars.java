package dev.airlock.cli.setup;

import dev.airlock.cli.CliException;
import dev.airlock.compose.images.ContextFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/// The jars that the sidecars run from: the very files that this process runs from, so there is no
/// second binary to deliver.
final class SidecarJars {

  /// Set by `./sandbox`: the folder of the jars.
  private static final String FOLDER_PROPERTY = "sandbox.lib";

  /// Beside the folder, written when it was: to hash the jars takes as long as everything else that
  /// a command does before it asks the engine.
  private static final String DIGESTS = "jars.sha256";

  private static final List<String> NAMES =
      List.of(
          "sandbox-gateway-",
          "sandbox-broker-",
          "sandbox-egress-proxy-",
          "sandbox-http1-",
          "sandbox-rules-",
          "jackson-");

  private SidecarJars() {}

  static Map<String, ContextFile> find() {
    return find(folder());
  }

  /// @throws CliException if they are not there
  static Map<String, ContextFile> find(Path folder) {
    Map<String, ContextFile> jars = new TreeMap<>();
    try (Stream<Path> files = Files.list(folder)) {
      Map<String, String> digests = digests(folder.resolveSibling(DIGESTS));
      for (Path file : files.toList()) {
        String name = file.getFileName().toString();
        if (name.endsWith(".jar") && NAMES.stream().anyMatch(name::startsWith)) {
          String digest = digests.containsKey(name) ? digests.get(name) : sha256(file);
          jars.put(name, ContextFile.of(digest, () -> Files.newInputStream(file)));
        }
      }
    } catch (IOException | UncheckedIOException e) {
      throw new CliException(
          e, "cannot read the sidecars' jars in '" + folder + "'", "build with ./sandbox");
    }
    if (jars.keySet().stream().noneMatch(name -> name.startsWith(NAMES.getFirst()))) {
      throw new CliException("no sidecars' jars in '" + folder + "'", "build with ./sandbox");
    }
    return jars;
  }

  /// Lines of `sha256sum`: digest, two characters, name.
  private static Map<String, String> digests(Path file) throws IOException {
    if (!Files.exists(file)) {
      return Map.of();
    }
    Map<String, String> digests = new HashMap<>();
    for (String line : Files.readAllLines(file)) {
      if (line.matches("[0-9a-f]{64} [ *].+")) {
        digests.put(line.substring(66), line.substring(0, 64));
      }
    }
    return digests;
  }

  private static String sha256(Path file) throws IOException {
    try {
      return HexFormat.of()
          .formatHex(MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(file)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  private static Path folder() {
    String named = System.getProperty(FOLDER_PROPERTY, "");
    if (!named.isEmpty()) {
      return Path.of(named);
    }
    try {
      Path own =
          Path.of(SidecarJars.class.getProtectionDomain().getCodeSource().getLocation().toURI());
      // A folder of classes, in a build: the jars of the run time are beside it.
      return Files.isDirectory(own) ? own.resolveSibling("lib") : own.resolveSibling("");
    } catch (URISyntaxException e) {
      throw new IllegalStateException("no path of our own", e);
    }
  }
}
