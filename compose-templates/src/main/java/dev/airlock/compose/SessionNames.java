package dev.airlock.compose;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// What a session's objects are called on the engine; the reference is
/// `docs/reference/session-objects.md`.
public record SessionNames(SessionId id) {
  /// Without a registry in the name that the command gave, and with one.
  private static final List<String> IMAGES = List.of("sandbox-session/", "sandbox-registry/");

  public SessionNames {
    requireNonNull(id, "id is null");
  }

  /// The Compose project, and the prefix of every other name.
  public String project() {
    return "sandbox-" + id;
  }

  /// The inert owner of the network namespace that broker and workload share.
  public String pod() {
    return project() + "-pod";
  }

  public String broker() {
    return project() + "-broker";
  }

  public String egress() {
    return project() + "-egress";
  }

  /// The private engine.
  public String engine() {
    return project() + "-engine";
  }

  public String workload() {
    return project() + "-workload";
  }

  /// The internal, isolated network.
  public String airlockNetwork() {
    return project() + "-airlock";
  }

  /// The ordinary network that only the egress proxy joins.
  public String uplinkNetwork() {
    return project() + "-uplink";
  }

  /// The ordinary network of a session without an airlock.
  public String bridgeNetwork() {
    return project() + "-net";
  }

  /// Holds the broker's socket; mounted at {@value SessionPaths#RUN}.
  public String runVolume() {
    return project() + "-run";
  }

  /// Holds the file with the session's own host names; mounted at {@value SessionPaths#NAMES}.
  public String namesVolume() {
    return project() + "-names";
  }

  /// The workspace as a volume, which the binds of siblings become subpaths of.
  public String workspaceVolume() {
    return project() + "-workspace";
  }

  /// The workload's home folder.
  public String homeVolume() {
    return project() + "-home";
  }

  /// Bodies that the broker decides on whole.
  public String spoolVolume() {
    return project() + "-spool";
  }

  /// What the private engine keeps, unless that is to survive the session.
  public String engineVolume() {
    return project() + "-engine";
  }

  /// Holds the private engine's TUN device.
  public String deviceVolume() {
    return project() + "-device";
  }

  /// Whether this session made that tag.
  public boolean isImage(String tag) {
    return sessionOfImage(tag).equals(Optional.of(id));
  }

  /// The session that made a tag; empty for any other tag.
  public static Optional<SessionId> sessionOfImage(String tag) {
    return IMAGES.stream()
        .filter(tag::startsWith)
        .flatMap(root -> {
          int end = tag.indexOf('/', root.length());
          return end < 0 ? Stream.empty() : session(tag.substring(root.length(), end)).stream();
        })
        .findFirst();
  }

  /// The session of that id; empty for text that is no id.
  public static Optional<SessionId> session(String id) {
    return SessionId.isValid(id) ? Optional.of(new SessionId(id)) : Optional.empty();
  }
}
