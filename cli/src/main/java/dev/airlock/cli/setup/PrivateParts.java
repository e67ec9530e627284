package dev.airlock.cli.setup;

import dev.airlock.cli.CliException;
import dev.airlock.cli.Progress;
import dev.airlock.cli.engine.DockerTools;
import dev.airlock.cli.engine.PrivatePrefix;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/// Puts the engine's and the tools' files into the private prefix.
final class PrivateParts {
  private static final List<String> TOOLS =
      List.of("docker-cli", "docker-compose", "docker-buildx");
  private static final List<String> ENGINE = List.of("docker.io", "containerd");

  /// One of them, by suite: a container's `--init`.
  private static final List<String> INIT = List.of("tini-static", "tini");

  private static final long NEEDED_BYTES = 2L << 30;

  private final Map<String, String> environment;
  private final PrivatePrefix prefix;
  private final Progress progress;
  private final Tool tool;

  PrivateParts(Map<String, String> environment, PrivatePrefix prefix, Progress progress) {
    this.environment = withSystemPath(environment);
    this.prefix = prefix;
    this.progress = progress;
    this.tool = new Tool(this.environment, _ -> {});
  }

  /// What a login shell of root has on PATH and a service's may lack.
  static Map<String, String> withSystemPath(Map<String, String> environment) {
    Map<String, String> result = new HashMap<>(environment);
    result.merge("PATH", "/usr/sbin:/usr/bin:/sbin:/bin", (own, system) -> own + ":" + system);
    result.put("LC_ALL", "C.UTF-8");
    return result;
  }

  void installTools(String suite) throws IOException {
    install(suite, TOOLS, List.of());
  }

  void installEngine(String suite) throws IOException {
    List<String> packages = new ArrayList<>(TOOLS);
    packages.addAll(ENGINE);
    install(suite, packages, INIT);
    requireRuntime();
    if (DockerTools.onPath(environment, "iptables").isEmpty()) {
      systemPackages().install("iptables", "the engine keeps networks apart with it");
    }
  }

  SystemPackages systemPackages() {
    return new SystemPackages(
        environment, prefix.folder().resolve("system-packages.txt"), progress);
  }

  private void install(String suite, List<String> packages, List<String> oneOf) throws IOException {
    DebianSources sources = DebianSources.ofThisMachine(environment);
    requireSpace();
    Path work = prefix.folder().resolve("packages");
    Path partial = prefix.folder().resolve("root.partial");
    Folders.delete(work);
    Folders.delete(partial);
    Files.createDirectories(partial);
    try {
      progress.step("fetching the package lists of '" + suite + "'");
      PackageArchive archive =
          PackageArchive.open(tool, work.resolve(suite), suite, sources.linesFor(suite));
      List<String> names = new ArrayList<>(packages);
      archive.available(oneOf).stream().findFirst().ifPresent(names::add);
      progress.step("fetching " + String.join(", ", names) + " of '" + suite + "'");
      List<String> files = archive.unpack(names, partial);
      Files.deleteIfExists(prefix.manifest());
      Folders.delete(prefix.root());
      Files.move(partial, prefix.root(), StandardCopyOption.ATOMIC_MOVE);
      link();
      new Installation(suite, files).write(prefix);
      progress.say("installed " + String.join(", ", files) + " in '" + prefix.folder() + "'");
    } finally {
      Folders.delete(partial);
      Folders.delete(work);
    }
  }

  /// The container run time of the engine's suite may need a newer libc than this machine has: the
  /// machine's own suite has one that fits.
  private void requireRuntime() throws IOException {
    Path runc = prefix.bin().resolve("runc");
    if (runs(runc)) {
      return;
    }
    addFromOwnSuite("runc", "containers are started with it");
    if (!runs(runc)) {
      Files.deleteIfExists(runc);
      systemPackages().install("runc", "containers are started with it");
    }
  }

  /// A program that puts a Debian together from packages, where no registry is in reach.
  Path requireBootstrap() throws IOException {
    Path ours = prefix.bin().resolve("mmdebstrap");
    if (runs(ours)) {
      return ours;
    }
    var onPath = DockerTools.onPath(environment, "mmdebstrap");
    if (onPath.isPresent()) {
      return onPath.get();
    }
    String why = "it puts the base image together from packages";
    addFromOwnSuite("mmdebstrap", why);
    if (runs(ours)) {
      return ours;
    }
    Files.deleteIfExists(ours);
    systemPackages().install("mmdebstrap", why);
    return DockerTools.onPath(environment, "mmdebstrap")
        .orElseThrow(() ->
            new CliException(
                "'mmdebstrap' was installed and is not on PATH", "add /usr/bin to PATH"));
  }

  private void addFromOwnSuite(String name, String why) throws IOException {
    DebianSources sources = DebianSources.ofThisMachine(environment);
    progress.step("fetching " + name + " of '" + sources.codename() + "': " + why);
    Path work = prefix.folder().resolve("packages");
    Folders.delete(work);
    try {
      PackageArchive archive =
          PackageArchive.open(tool, work, sources.codename(), sources.ownLines());
      List<String> files = archive.unpack(List.of(name), prefix.root());
      link();
      progress.say("added " + String.join(", ", files));
    } finally {
      Folders.delete(work);
    }
  }

  private boolean runs(Path program) {
    return Files.isExecutable(program)
        && tool.run(List.of(program.toString(), "--version")).succeeded();
  }

  /// Links every executable into one folder for PATH, and every plug-in to where the CLI looks.
  private void link() throws IOException {
    Path plugins = prefix.dockerConfig().resolve("cli-plugins");
    Files.createDirectories(prefix.bin());
    Files.createDirectories(plugins);
    linkAll(prefix.root().resolve("usr/bin"), prefix.bin());
    linkAll(prefix.root().resolve("usr/sbin"), prefix.bin());
    linkAll(prefix.root().resolve("usr/libexec/docker/cli-plugins"), plugins);
    linkAll(prefix.root().resolve("usr/lib/docker/cli-plugins"), plugins);
  }

  private static void linkAll(Path from, Path to) throws IOException {
    if (!Files.isDirectory(from)) {
      return;
    }
    try (Stream<Path> files = Files.list(from)) {
      for (Path file : files.toList()) {
        Path link = to.resolve(file.getFileName());
        Files.deleteIfExists(link);
        Files.createSymbolicLink(link, to.relativize(file));
      }
    }
  }

  private void requireSpace() throws IOException {
    Path there = prefix.folder();
    while (!Files.exists(there) && there.getParent() != null) {
      there = there.getParent();
    }
    long free = Files.getFileStore(there).getUsableSpace();
    if (free < NEEDED_BYTES) {
      throw new CliException(
          "not enough space in '%s': %d MiB free, %d MiB needed"
              .formatted(prefix.folder(), free >> 20, NEEDED_BYTES >> 20),
          "free some space, or set XDG_DATA_HOME to a folder on another disk");
    }
  }
}
