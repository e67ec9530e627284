package dev.airlock.broker.policy;

import static java.util.Objects.requireNonNull;

import java.io.Serial;

/// Carries a refusal from the depth of a body to the inspector's edge, where it becomes a value
/// again.
public final class RefusedException extends Exception {
  @Serial private static final long serialVersionUID = 1L;

  private final transient Refusal refusal;

  public RefusedException(Refusal refusal) {
    super(refusal.detail(), null, false, false);
    this.refusal = requireNonNull(refusal, "refusal is null");
  }

  /// The request is not canonical.
  public static RefusedException malformed(String detail) {
    return new RefusedException(new Refusal.Malformed(detail));
  }

  /// A rule says no, with its usual remedy.
  public static RefusedException denied(Reason reason, String detail) {
    return new RefusedException(reason.because(detail));
  }

  /// The object is not the session's.
  public static RefusedException notFound(String detail) {
    return new RefusedException(new Refusal.NotFound(detail));
  }

  /// The value that is answered and audited.
  public Refusal refusal() {
    return refusal;
  }
}
