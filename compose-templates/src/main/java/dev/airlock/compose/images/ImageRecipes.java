package dev.airlock.compose.images;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/// The images of a session, as build contexts.
///
/// @param base what the others start from; built, or put together from packages
/// @param gateway the sidecars' image: run time and jars
/// @param agent the workload's default image
/// @param hello the image that says hello
/// @param engine the private engine's image, which only sessions with a private engine need
public record ImageRecipes(
    BuildContext base,
    BuildContext gateway,
    BuildContext agent,
    BuildContext hello,
    BuildContext engine) {

  private static final SortedMap<String, String> NO_ARGUMENTS = new TreeMap<>();

  /// The recipes with the sidecars' jars, by file name.
  public static ImageRecipes of(Map<String, ContextFile> sidecarJars) {
    BuildContext base =
        new BuildContext("sandbox/base", resources("base", "Dockerfile", "packages"), NO_ARGUMENTS);
    SortedMap<String, String> onBase = new TreeMap<>(Map.of("BASE", base.reference()));
    SortedMap<String, ContextFile> gateway = resources("gateway", "Dockerfile", "sandbox", "train");
    sidecarJars.forEach((name, jar) -> gateway.put("lib/" + name, jar));
    return new ImageRecipes(
        base,
        new BuildContext("sandbox/gateway", gateway, onBase),
        new BuildContext("sandbox/agent", resources("agent", "Dockerfile"), onBase),
        new BuildContext("sandbox/hello", resources("hello", "Dockerfile", "hello"), onBase),
        new BuildContext(
            "sandbox/engine", resources("engine", "Dockerfile", "engine", "runc"), onBase));
  }

  /// In the order in which they can be built.
  ///
  /// @param privateEngine whether a private engine is to be had as well
  public List<BuildContext> all(boolean privateEngine) {
    return privateEngine
        ? List.of(base, hello, gateway, agent, engine)
        : List.of(base, hello, gateway, agent);
  }

  /// The packages of the base beyond the smallest system, where it is put together from packages.
  public List<String> basePackages() {
    return new String(resource("base/packages"), UTF_8).lines().toList();
  }

  /// The suite of the base, where it is put together from packages.
  public String baseSuite() {
    return "trixie";
  }

  private static SortedMap<String, ContextFile> resources(String folder, String... names) {
    SortedMap<String, ContextFile> files = new TreeMap<>();
    for (String name : names) {
      byte[] content = resource(folder + "/" + name);
      files.put(name, ContextFile.of(content, startsWithShebang(content)));
    }
    return files;
  }

  private static boolean startsWithShebang(byte[] content) {
    return content.length > 1 && content[0] == '#' && content[1] == '!';
  }

  private static byte[] resource(String path) {
    try (InputStream in = ImageRecipes.class.getResourceAsStream(path)) {
      if (in == null) {
        throw new IllegalStateException("no resource '" + path + "'");
      }
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read resource '" + path + "'", e);
    }
  }
}
