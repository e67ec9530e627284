package dev.airlock.cli.session;

import static java.util.stream.Collectors.groupingBy;

import dev.airlock.cli.session.EngineObjects.Found;
import dev.airlock.cli.session.EngineObjects.Kind;
import dev.airlock.compose.SessionId;
import dev.airlock.compose.SessionLabels;
import dev.airlock.compose.SessionNames;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Finds the sessions that nobody holds any more and removes them, and nothing else.
///
/// SECURITY: a session is judged by the labels of its own pod, networks and volumes, which the
/// workload cannot make or change.
public final class Pruner {
  /// A session whose holder cannot be seen from here may still be starting.
  private static final Duration STARTING = Duration.ofMinutes(2);

  private final EngineObjects objects;
  private final InstantSource clock;

  public Pruner(EngineObjects objects, InstantSource clock) {
    this.objects = objects;
    this.clock = clock;
  }

  /// A session that was removed.
  public record Pruned(String session, String name) {}

  public List<Pruned> prune() {
    List<Pruned> pruned = new ArrayList<>();
    // Before the sessions: one that starts meanwhile has no image that could be taken for a
    // leftover.
    Set<SessionId> imagesOnly = objects.sessionsOfImages();
    Map<SessionId, List<Found>> sessions = sessions();
    imagesOnly.removeAll(sessions.keySet());
    imagesOnly.forEach(id -> new Sweeper(objects).sweep(new SessionNames(id)));
    for (Map.Entry<SessionId, List<Found>> session : sessions.entrySet()) {
      if (isDead(session.getValue())) {
        new Sweeper(objects).sweep(new SessionNames(session.getKey()));
        pruned.add(
            new Pruned(session.getKey().value(), label(session.getValue(), SessionLabels.NAME)));
      }
    }
    SessionFolder.removeAbandoned();
    pruned.sort(Comparator.comparing(Pruned::session));
    return pruned;
  }

  private Map<SessionId, List<Found>> sessions() {
    return objects.find(Optional.empty()).stream()
        .filter(found -> found.session().isPresent())
        .collect(groupingBy(found -> found.session().orElseThrow()));
  }

  private boolean isDead(List<Found> session) {
    Optional<Holder> holder = Holder.parse(label(session, SessionLabels.HOLDER));
    if (holder.isPresent() && holder.get().isHere()) {
      return !holder.get().isAlive();
    }
    return !isPodRunning(session) && !isYoung(session);
  }

  private static boolean isPodRunning(List<Found> session) {
    return session.stream()
        .anyMatch(found ->
            found.kind() == Kind.CONTAINER
                && found.label(SessionLabels.ROLE).equals("pod")
                && found.running());
  }

  private boolean isYoung(List<Found> session) {
    long oldest = clock.instant().minus(STARTING).getEpochSecond();
    return session.stream().anyMatch(found -> found.created() > oldest);
  }

  /// What the session's own parts say; siblings do not carry it.
  private static String label(List<Found> session, String name) {
    return session.stream()
        .filter(found -> found.label(SessionLabels.OWNER).isEmpty())
        .map(found -> found.label(name))
        .filter(value -> !value.isEmpty())
        .findFirst()
        .orElse("");
  }
}
