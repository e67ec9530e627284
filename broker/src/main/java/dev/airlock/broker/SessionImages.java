package dev.airlock.broker;

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

/// The image globs and egress rules of a session, read in the light of the engine's default
/// registry.
final class SessionImages implements ImageRules {
  private final Engine engine;
  private final List<String> globs;
  private final HostRules egress;
  private final boolean open;

  private record Read(DefaultRegistry registry, List<ImageGlob> globs) {}

  private volatile Read read;

  /// @param open whether the session's network has a way out anyway: standard mode
  SessionImages(Engine engine, List<String> globs, HostRules egress, boolean open) {
    this.engine = engine;
    this.open = open;
    this.globs = globs;
    this.egress = egress;
    this.read = read(DefaultRegistry.UNKNOWN);
  }

  private Read read(DefaultRegistry registry) {
    return new Read(registry, globs.stream().map(glob -> ImageGlob.parse(glob, registry)).toList());
  }

  private Read current() {
    DefaultRegistry registry = engine.defaultRegistry();
    Read known = read;
    if (!known.registry().equals(registry)) {
      known = read(registry);
      read = known;
    }
    return known;
  }

  @Override
  public DefaultRegistry defaultRegistry() {
    return engine.defaultRegistry();
  }

  @Override
  public boolean allowsImage(ImageReference name) {
    return current().globs().stream().anyMatch(glob -> glob.matches(name));
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
