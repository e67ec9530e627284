package dev.airlock.cli.setup;

import static java.util.Objects.requireNonNull;

import dev.airlock.cli.CliException;
import dev.airlock.cli.Progress;
import dev.airlock.cli.engine.DockerTools;
import dev.airlock.cli.engine.Engine;
import dev.airlock.cli.engine.EngineLocator;
import dev.airlock.cli.engine.EngineSearch;
import dev.airlock.cli.engine.PrivatePrefix;
import dev.airlock.compose.images.BuildContext;
import dev.airlock.compose.images.ImageRecipes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What `sandbox setup` and `run --setup` do; each step is skipped where it was done before.
public final class Setup {
  private final Map<String, String> environment;
  private final PrivatePrefix prefix;
  private final SetupOptions options;

  public Setup(Map<String, String> environment, SetupOptions options) {
    this.environment = Map.copyOf(environment);
    this.prefix = PrivatePrefix.of(environment);
    this.options = requireNonNull(options, "options is null");
  }

  /// The images of this build of sandbox, without making any.
  ///
  /// @throws CliException naming what is missing, with the command that fixes it
  public Images require(Engine engine) {
    ImageRecipes recipes = ImageRecipes.of(SidecarJars.find());
    List<BuildContext> missing = missing(ImageStore.of(engine), needed(recipes));
    if (!missing.isEmpty()) {
      throw new CliException(
          "the engine at '%s' lacks the image%s %s of this build"
              .formatted(engine.host(), missing.size() == 1 ? "" : "s", quotedNames(missing)),
          "run 'sandbox setup%s', or add '--setup'"
              .formatted(options.privateEngine() ? " --dind=rootless" : ""));
    }
    return images(recipes);
  }

  /// The user's engine where there is one, else our private one: installed and started as needed.
  /// Tools that are missing are installed, too.
  public Engine install(Progress progress) {
    EngineSearch search = EngineSearch.search(environment);
    boolean tools = DockerTools.find(environment).isPresent();
    if (search instanceof EngineSearch.Found found && tools) {
      return EngineLocator.withTools(found, environment);
    }
    // Before the lock, which is a file: who may not set up leaves nothing behind.
    requireRoot(
        search instanceof EngineSearch.Found ? "a private Docker CLI" : "a private Docker engine");
    try (SetupLock _ = SetupLock.take(lockFile(), progress)) {
      EngineSearch.Found found = ensureEngine(progress);
      if (DockerTools.find(environment).isEmpty()) {
        progress.say(
            "a Docker CLI of version 26 or newer with Compose is missing: it comes from Debian"
                + " packages into '%s'".formatted(prefix.folder()));
        parts(progress).installTools(options.suite());
      }
      return EngineLocator.withTools(found, environment);
    } catch (IOException e) {
      throw new CliException(
          e,
          "cannot set up in '" + prefix.folder() + "': " + e,
          "is the disk full, or the folder read-only?");
    }
  }

  private EngineSearch.Found ensureEngine(Progress progress) throws IOException {
    EngineSearch search = EngineSearch.search(environment);
    if (search instanceof EngineSearch.Found found) {
      return found;
    }
    if (search instanceof EngineSearch.Nothing nothing) {
      nothing.notes().forEach(progress::say);
      progress.say(
          "no Docker engine answers: a private one comes from Debian's packages (suite '%s', 0.5 GB)"
                  .formatted(options.suite())
              + " into '%s'; 'sandbox setup --remove' takes it away".formatted(prefix.folder()));
      parts(progress).installEngine(options.suite());
    }
    new PrivateDaemon(environment, prefix).start(progress);
    if (EngineSearch.search(environment) instanceof EngineSearch.Found started) {
      return started;
    }
    throw new CliException(
        "the private engine at '" + prefix.host() + "' stopped answering",
        "its log is '" + prefix.log() + "'");
  }

  /// Builds the images that are missing or out of date.
  public Images buildImages(Engine engine, Progress progress) {
    ImageRecipes recipes = ImageRecipes.of(SidecarJars.find());
    if (!options.refresh() && isComplete(ImageStore.of(engine), recipes)) {
      return images(recipes);
    }
    try (SetupLock _ = SetupLock.take(lockFile(), progress)) {
      ImageStore store = ImageStore.of(engine);
      List<BuildContext> missing = options.refresh() ? all(recipes) : missing(store, all(recipes));
      ImageBuilder builder =
          new ImageBuilder(
              engine,
              prefix.folder().resolveSibling("build"),
              parts(progress),
              progress,
              options.refresh());
      if (!missing.isEmpty()) {
        progress.say(
            "%s will be built: %s"
                .formatted(
                    quotedNames(missing),
                    options.refresh() ? "for newer packages" : "not there in this version"));
        builder.build(recipes, missing);
      }
      ImageStore after = ImageStore.of(engine);
      all(recipes).stream()
          .filter(context -> !isLatest(after, context))
          .forEach(builder::tagLatest);
      all(recipes).stream().flatMap(context -> after.superseded(context)).forEach(builder::untag);
      return images(recipes);
    }
  }

  /// Takes away what set-up brought: our images from whichever engine is in use, the private engine
  /// with everything in it, and the packages that were installed for it.
  ///
  /// @return whether there was anything
  public boolean remove(Progress progress) {
    try (SetupLock _ = SetupLock.take(lockFile(), progress)) {
      return new Removal(environment, prefix, progress).run();
    } catch (IOException e) {
      throw new CliException(
          e,
          "cannot remove '" + prefix.folder() + "': " + e,
          "end what uses it and run 'sandbox setup --remove' again");
    } finally {
      deleteIfEmpty();
    }
  }

  /// What is installed privately.
  public Optional<Installation> installation() {
    return Installation.read(prefix);
  }

  /// Whether everything is there and of this build, so that set-up would do nothing.
  public boolean isComplete() {
    return !options.refresh()
        && EngineSearch.search(environment) instanceof EngineSearch.Found found
        && DockerTools.find(environment).isPresent()
        && isComplete(
            ImageStore.of(EngineLocator.withTools(found, environment)),
            ImageRecipes.of(SidecarJars.find()));
  }

  private List<BuildContext> all(ImageRecipes recipes) {
    return recipes.all(options.privateEngine());
  }

  private boolean isComplete(ImageStore store, ImageRecipes recipes) {
    return missing(store, all(recipes)).isEmpty()
        && all(recipes).stream().allMatch(context -> isLatest(store, context));
  }

  private static boolean isLatest(ImageStore store, BuildContext context) {
    return store.id(context.reference()).equals(store.id(context.image() + ":latest"));
  }

  private static List<BuildContext> missing(ImageStore store, List<BuildContext> contexts) {
    return contexts.stream().filter(context -> store.id(context.reference()).isEmpty()).toList();
  }

  /// A session runs from these; the base is in them.
  private List<BuildContext> needed(ImageRecipes recipes) {
    return options.privateEngine()
        ? List.of(recipes.gateway(), recipes.agent(), recipes.hello(), recipes.engine())
        : List.of(recipes.gateway(), recipes.agent(), recipes.hello());
  }

  private static Images images(ImageRecipes recipes) {
    return new Images(
        recipes.gateway().reference(),
        recipes.agent().reference(),
        recipes.hello().reference(),
        recipes.engine().reference());
  }

  private static String quotedNames(List<BuildContext> contexts) {
    return String.join(
        ", ", contexts.stream().map(context -> "'" + context.image() + "'").toList());
  }

  private PrivateParts parts(Progress progress) {
    return new PrivateParts(environment, prefix, progress);
  }

  private Path lockFile() {
    return prefix.folder().resolveSibling("setup.lock");
  }

  private void deleteIfEmpty() {
    try {
      Files.deleteIfExists(lockFile());
      Files.deleteIfExists(lockFile().resolveSibling(""));
    } catch (IOException e) {
      // Something else of the user's is in it: it stays.
      return;
    }
  }

  private static void requireRoot(String what) {
    try {
      if (!Integer.valueOf(0).equals(Files.getAttribute(Path.of("/proc/self"), "unix:uid"))) {
        throw new CliException(
            what + " can be set up by root only",
            "run 'sudo ./sandbox setup', or start a Docker engine of your own, version 28 or newer");
      }
    } catch (IOException | UnsupportedOperationException e) {
      throw new CliException(
          e,
          what + " can be set up on Linux only",
          "install and start a Docker engine, version 28 or newer, or point DOCKER_HOST at one");
    }
  }
}
