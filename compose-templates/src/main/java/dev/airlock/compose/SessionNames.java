package dev.airlock.compose;

import static java.util.Objects.requireNonNull;

import java.util.Optional;

/// What a session's objects are called on the engine; the reference is
/// `docs/reference/session-objects.md`.
public record SessionNames(SessionId id) {
  private static final String IMAGES = "sandbox-session/";

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

  /// What the tags of images that this session makes begin with.
  public String imagePrefix() {
    return IMAGES + id + "/";
  }

  /// The session that a tag is of; empty for any other tag.
  public static Optional<SessionId> sessionOfImage(String tag) {
    int end = tag.indexOf('/', IMAGES.length());
    return tag.startsWith(IMAGES) && end > 0
        ? session(tag.substring(IMAGES.length(), end))
        : Optional.empty();
  }

  /// The session of that id; empty for text that is no id.
  public static Optional<SessionId> session(String id) {
    return SessionId.isValid(id) ? Optional.of(new SessionId(id)) : Optional.empty();
  }
}
