package dev.airlock.cli.setup;

import dev.airlock.cli.CliException;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/// The jars that the sidecars run from: the very files that this process runs from, so there is no
/// second binary to deliver.
final class SidecarJars {

  /// Set by `./sandbox`: the folder of the jars.
  private static final String FOLDER_PROPERTY = "sandbox.lib";

  private static final List<String> NAMES =
      List.of(
          "sandbox-gateway-",
          "sandbox-broker-",
          "sandbox-egress-proxy-",
          "sandbox-http1-",
          "sandbox-rules-",
          "jackson-");

  private SidecarJars() {}

  static Map<String, byte[]> read() {
    Path folder = folder();
    Map<String, byte[]> jars = new TreeMap<>();
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.toList()) {
        String name = file.getFileName().toString();
        if (name.endsWith(".jar") && NAMES.stream().anyMatch(name::startsWith)) {
          jars.put(name, Files.readAllBytes(file));
        }
      }
    } catch (IOException e) {
      throw new CliException(
          e, "cannot read the sidecars' jars in '" + folder + "'", "build with ./sandbox");
    }
    if (jars.keySet().stream().noneMatch(name -> name.startsWith(NAMES.getFirst()))) {
      throw new CliException("no sidecars' jars in '" + folder + "'", "build with ./sandbox");
    }
    return jars;
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
