package dev.airlock.cli.setup;

import dev.airlock.cli.CliException;
import dev.airlock.cli.Progress;
import dev.airlock.cli.engine.Engine;
import dev.airlock.compose.images.BuildContext;
import dev.airlock.compose.images.ContextFile;
import dev.airlock.compose.images.ImageRecipes;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/// Makes images with the engine's own builder. An image gets its name only when it is complete.
final class ImageBuilder {

  /// On every image of ours, so that `setup --remove` knows them; its value is the image's name.
  static final String LABEL = "dev.airlock.image";

  private static final int LINES_SHOWN = 12;

  private final Engine engine;
  private final Path folder;
  private final PrivateParts parts;
  private final Progress progress;
  private final boolean refresh;

  /// @param folder where logs and short-lived files go
  /// @param parts to fetch what makes a base image out of packages
  /// @param refresh whether packages are fetched again although no input changed
  ImageBuilder(Engine engine, Path folder, PrivateParts parts, Progress progress, boolean refresh) {
    this.engine = engine;
    this.folder = folder;
    this.parts = parts;
    this.progress = progress;
    this.refresh = refresh;
  }

  /// Makes the base first, and what stands on it side by side.
  void build(ImageRecipes recipes, List<BuildContext> missing) {
    if (missing.contains(recipes.base())) {
      makeBase(recipes);
    }
    List<BuildContext> rest =
        missing.stream().filter(context -> !context.equals(recipes.base())).toList();
    if (rest.isEmpty()) {
      return;
    }
    try (ExecutorService threads = Executors.newFixedThreadPool(rest.size())) {
      List<Future<?>> builds = new ArrayList<>();
      for (BuildContext context : rest) {
        builds.add(threads.submit(() -> build(context)));
      }
      for (Future<?> build : builds) {
        build.get();
      }
    } catch (ExecutionException e) {
      throw e.getCause() instanceof CliException failure
          ? failure
          : new CliException(
              e, "building images failed: " + e.getCause(), "the logs are in '" + folder + "'");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CliException(
          e,
          "interrupted while images were built",
          "run 'sandbox setup' again: it goes on where it stopped");
    }
  }

  private void makeBase(ImageRecipes recipes) {
    BuildContext base = recipes.base();
    if (hasRegistry(base)) {
      build(base);
      return;
    }
    progress.step(
        "making %s of Debian's packages: no registry has answered".formatted(base.image()));
    long start = System.nanoTime();
    Path archive = folder.resolve("base.tar");
    try {
      Files.createDirectories(folder);
      bootstrap(recipes, archive);
      Tool.Outcome imported =
          docker(
              List.of(
                  "import",
                  "--change",
                  "CMD [\"bash\"]",
                  "--change",
                  "LABEL " + LABEL + "=" + base.image(),
                  archive.toString(),
                  base.reference()));
      if (!imported.succeeded()) {
        throw SetupFailures.of(
            "importing " + base.image() + " failed", imported, "the engine's own log may say more");
      }
    } catch (IOException e) {
      throw new CliException(
          e,
          "cannot write '" + archive + "': " + e.getMessage(),
          "is the disk of '" + folder + "' full?");
    } finally {
      deleteQuietly(archive);
    }
    built(base, start);
  }

  /// Whether the image that the base starts from is at hand or can be fetched: asked of the engine,
  /// which knows its registries and mirrors.
  private boolean hasRegistry(BuildContext base) {
    String from = from(base);
    if (!refresh && docker(List.of("image", "inspect", from)).succeeded()) {
      return true;
    }
    progress.step("asking the engine's registry for '" + from + "'");
    return docker(List.of("pull", "--quiet", from)).succeeded();
  }

  private static String from(BuildContext base) {
    ContextFile dockerfile = base.files().get("Dockerfile");
    if (dockerfile == null) {
      throw new IllegalStateException("a context without a Dockerfile");
    }
    try (InputStream in = dockerfile.open()) {
      return new String(in.readAllBytes(), java.nio.charset.StandardCharsets.UTF_8)
          .lines()
          .filter(line -> line.startsWith("FROM "))
          .map(line -> line.substring("FROM ".length()))
          .findFirst()
          .orElseThrow();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot happen in memory", e);
    }
  }

  private void bootstrap(ImageRecipes recipes, Path archive) throws IOException {
    DebianSources sources = DebianSources.ofThisMachine(engine.environment());
    List<String> command = new ArrayList<>();
    command.add(parts.requireBootstrap().toString());
    command.add("--variant=minbase");
    command.add("--include=" + String.join(",", recipes.basePackages()));
    // Documentation and translations are not needed in a container.
    command.add("--dpkgopt=path-exclude=/usr/share/man/*");
    command.add("--dpkgopt=path-exclude=/usr/share/locale/*");
    command.add("--dpkgopt=path-exclude=/usr/share/doc/*");
    command.add("--aptopt=Apt::Install-Recommends \"false\"");
    // A mirror that stands still, where the machine's apt was told to accept that.
    if (Tool.lines(
            engine.environment(),
            List.of("apt-config", "shell", "CHECK", "Acquire::Check-Valid-Until"))
        .contains("CHECK='false'")) {
      command.add("--aptopt=Acquire::Check-Valid-Until \"false\"");
    }
    command.add(recipes.baseSuite());
    command.add(archive.toString());
    command.addAll(sources.linesWithUpdatesFor(recipes.baseSuite()));
    try (LogFile log = LogFile.create(folder.resolve("build-base.log"))) {
      Tool.Outcome outcome =
          new Tool(PrivateParts.withSystemPath(engine.environment()), log::line).run(command);
      if (!outcome.succeeded()) {
        throw SetupFailures.of(
            "making sandbox/base failed", outcome, "the whole log is in '" + log.path() + "'");
      }
    }
  }

  private void build(BuildContext context) {
    progress.step("building " + context.image());
    long start = System.nanoTime();
    try {
      Files.createDirectories(folder);
      Path files = Files.createTempDirectory(folder, "context-");
      try (LogFile log =
          LogFile.create(
              folder.resolve("build-" + context.image().replace("sandbox/", "") + ".log"))) {
        write(context, files);
        Tool.Outcome outcome = new Tool(buildEnvironment(), log::line).run(command(context, files));
        if (!outcome.succeeded()) {
          progress.say(
              "the build of %s ended with:\n  %s"
                  .formatted(context.image(), String.join("\n  ", outcome.end(LINES_SHOWN))));
          throw SetupFailures.of(
              "building " + context.image() + " failed",
              outcome,
              "the whole log is in '" + log.path() + "'");
        }
      } finally {
        Folders.delete(files);
      }
    } catch (IOException e) {
      throw new CliException(
          e,
          "cannot write the build context of " + context.image() + ": " + e.getMessage(),
          "is the disk of '" + folder + "' full?");
    }
    built(context, start);
  }

  private List<String> command(BuildContext context, Path files) {
    List<String> command =
        new ArrayList<>(
            List.of(
                engine.dockerCli().toString(),
                "build",
                "--force-rm",
                "--label",
                LABEL + "=" + context.image(),
                "--tag",
                context.reference()));
    if (refresh) {
      command.add("--no-cache");
    }
    context
        .arguments()
        .forEach((name, value) -> {
          command.add("--build-arg");
          command.add(name + "=" + value);
        });
    command.add(files.toString());
    return command;
  }

  private Map<String, String> buildEnvironment() {
    Map<String, String> environment = new HashMap<>(engine.environment());
    environment.put("BUILDKIT_PROGRESS", "plain");
    // The engine's own builder: another would keep the image to itself.
    environment.put("BUILDX_BUILDER", "default");
    return environment;
  }

  private static void write(BuildContext context, Path files) throws IOException {
    for (var entry : context.files().entrySet()) {
      Path file = files.resolve(entry.getKey());
      Files.createDirectories(file.getParent());
      try (InputStream content = entry.getValue().open()) {
        Files.copy(content, file);
      }
      Files.setPosixFilePermissions(
          file,
          PosixFilePermissions.fromString(
              entry.getValue().executable() ? "rwxr-xr-x" : "rw-r--r--"));
    }
  }

  /// Lets the plain name mean this image: `docker run sandbox/hello`.
  void tagLatest(BuildContext context) {
    Tool.Outcome outcome = docker(List.of("tag", context.reference(), context.image() + ":latest"));
    if (!outcome.succeeded()) {
      throw SetupFailures.of(
          "tagging " + context.image() + " failed", outcome, "the engine's own log may say more");
    }
  }

  /// Gives an image up; one that a container still uses stays.
  void untag(String reference) {
    if (docker(List.of("image", "rm", reference)).succeeded()) {
      progress.say("removed " + reference + ", which this version does not use");
    }
  }

  private void built(BuildContext context, long start) {
    progress.say(
        "built %s in %d s"
            .formatted(
                context.reference(), Duration.ofNanos(System.nanoTime() - start).toSeconds()));
  }

  private Tool.Outcome docker(List<String> arguments) {
    List<String> command = new ArrayList<>(List.of(engine.dockerCli().toString()));
    command.addAll(arguments);
    return new Tool(engine.environment(), _ -> {}).run(command);
  }

  private static void deleteQuietly(Path file) {
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      file.toFile().deleteOnExit();
    }
  }

  /// What a build printed, whole.
  private record LogFile(Path path, java.io.BufferedWriter writer) implements AutoCloseable {
    static LogFile create(Path path) throws IOException {
      return new LogFile(
          path,
          Files.newBufferedWriter(
              path, StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING));
    }

    void line(String line) {
      try {
        writer.write(line);
        writer.newLine();
      } catch (IOException e) {
        throw new CliException(
            e, "cannot write '" + path + "': " + e.getMessage(), "is the disk full?");
      }
    }

    @Override
    public void close() throws IOException {
      writer.close();
    }
  }
}
