package dev.airlock.broker.policy;

import static java.util.Objects.requireNonNull;

/// The labels that mark what this session made; both are stripped from every answer.
///
/// `session` is public and for prune; `secret` cannot be guessed, so that a label of an image or of
/// a client cannot forge it.
///
/// @param sessionId the value of {@link #SESSION_LABEL}
/// @param secret the value of {@link #OWNER_LABEL}
public record Owner(String sessionId, String secret) {

  /// Every label of ours begins so; a client may neither set nor see one.
  public static final String LABEL_PREFIX = "dev.airlock.";

  /// On everything of a session.
  public static final String SESSION_LABEL = LABEL_PREFIX + "session";

  /// What an object is to its session; `sibling` on what was made through the broker.
  public static final String ROLE_LABEL = LABEL_PREFIX + "role";

  /// The session's name, on its own parts.
  public static final String NAME_LABEL = LABEL_PREFIX + "name";

  /// On what was made through the broker only.
  public static final String OWNER_LABEL = LABEL_PREFIX + "owner";

  /// What the client asked for where the broker sent something else, as JSON, so that `inspect` can
  /// show it after a restart of the broker too.
  public static final String ASKED_LABEL = LABEL_PREFIX + "asked";

  public Owner {
    requireNonNull(sessionId, "sessionId is null");
    requireNonNull(secret, "secret is null");
    if (!sessionId.matches("[a-z0-9][a-z0-9-]{0,62}")) {
      throw new IllegalArgumentException(
          "session id '" + sessionId + "' is not lower case letters, digits and hyphens");
    }
    if (secret.isEmpty()) {
      throw new IllegalArgumentException("owner secret is empty");
    }
  }

  /// The label filter that selects the session's own objects only.
  public String filter() {
    return OWNER_LABEL + "=" + secret;
  }
}
