package dev.airlock.broker.build;

import static java.util.Objects.requireNonNull;

import dev.airlock.broker.policy.Reason;
import java.io.Serial;

/// A Dockerfile that the engine must not get.
public final class DockerfileException extends Exception {
  @Serial private static final long serialVersionUID = 1L;

  private final Reason reason;

  DockerfileException(Reason reason, int line, String detail) {
    super("Dockerfile line " + (line + 1) + ": " + detail, null, false, false);
    this.reason = requireNonNull(reason, "reason is null");
  }

  DockerfileException(Reason reason, String detail) {
    super(detail, null, false, false);
    this.reason = requireNonNull(reason, "reason is null");
  }

  /// Which rule says no.
  public Reason reason() {
    return reason;
  }
}
