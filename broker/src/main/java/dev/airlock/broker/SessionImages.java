package dev.airlock.broker;

import dev.airlock.broker.policy.ImageName;
import dev.airlock.broker.policy.ImageRules;
import dev.airlock.broker.server.Engine;
import dev.airlock.rules.DefaultRegistry;
import dev.airlock.rules.HostDecision;
import dev.airlock.rules.HostRules;
import dev.airlock.rules.HostTarget;
import dev.airlock.rules.ImageGlob;
import dev.airlock.rules.ImageReference;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// The image globs and egress rules of a session, read in the light of the engine's default
/// registry.
final class SessionImages implements ImageRules {
  private final Engine engine;
  private final List<String> globs;
  private final HostRules egress;
  private final boolean open;

  private record Read(String registry, DefaultRegistry meaning, List<ImageGlob> globs) {}

  private volatile Read read;

  /// @param open whether the session's network has a way out anyway: standard mode
  SessionImages(Engine engine, List<String> globs, HostRules egress, boolean open) {
    this.engine = engine;
    this.open = open;
    this.globs = globs;
    this.egress = egress;
    this.read = read("");
  }

  private Read read(String registry) {
    DefaultRegistry meaning =
        registry.isEmpty()
            ? new DefaultRegistry("", Set.of())
            : DefaultRegistry.ofIndexServer("https://" + registry + "/");
    return new Read(
        registry, meaning, globs.stream().map(glob -> ImageGlob.parse(glob, meaning)).toList());
  }

  private Read current() {
    String registry = engine.defaultRegistry();
    Read known = read;
    if (!known.registry().equals(registry)) {
      known = read(registry);
      read = known;
    }
    return known;
  }

  @Override
  public String defaultRegistry() {
    return engine.defaultRegistry();
  }

  @Override
  public boolean allowsImage(ImageName name) {
    Read now = current();
    ImageReference reference =
        new ImageReference(
            name.registry().isEmpty() ? now.meaning().name() : name.registry(),
            name.path(),
            name.tag().isEmpty() ? Optional.empty() : Optional.of(name.tag()),
            name.digest().isEmpty() ? Optional.empty() : Optional.of(name.digest()));
    return now.globs().stream().anyMatch(glob -> glob.matches(reference));
  }

  @Override
  public Optional<String> refusesRegistry(String host, int port) {
    if (open) {
      return Optional.empty();
    }
    return switch (egress.decide(HostTarget.parse(host), port)) {
      case HostDecision.Allowed _ -> Optional.empty();
      case HostDecision.Denied denied -> Optional.of(denied.detail() + "; " + denied.remedy());
    };
  }
}
