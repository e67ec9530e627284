package dev.airlock.compose;

import java.util.LinkedHashMap;
import java.util.Map;

/// The labels by which a session's objects are found again.
public final class SessionLabels {
  /// On everything of a session, also on what the workload made through the broker: the session's
  /// id.
  public static final String SESSION = "dev.airlock.session";

  /// What the object is for: `pod`, `broker`, `egress`, `workload`, `airlock`, …
  public static final String ROLE = "dev.airlock.role";

  /// The session's name as the user knows it.
  public static final String NAME = "dev.airlock.name";

  /// Who keeps the session alive: the launcher's process, or nobody ({@link #NOBODY}).
  public static final String HOLDER = "dev.airlock.holder";

  /// The broker's secret mark on what was made through it. Only the broker sets it.
  public static final String OWNER = "dev.airlock.owner";

  /// On a volume that private engines of several sessions use, one after the other: the kind of
  /// engine.
  public static final String ENGINE_VOLUME = "dev.airlock.engine-volume";

  /// The holder of a project that was printed to be run by hand.
  public static final String NOBODY = "nobody";

  private SessionLabels() {}

  static Map<String, String> of(SessionPlan plan, String role) {
    Map<String, String> labels = new LinkedHashMap<>();
    labels.put(SESSION, plan.names().id().value());
    labels.put(NAME, plan.name());
    labels.put(ROLE, role);
    labels.put(HOLDER, plan.holder());
    return labels;
  }
}
