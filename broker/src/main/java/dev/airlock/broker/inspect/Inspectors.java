package dev.airlock.broker.inspect;

import dev.airlock.broker.policy.Reason;
import dev.airlock.broker.policy.Refusal;
import dev.airlock.broker.route.Admission.Admitted;
import java.io.IOException;

/// The decision on an admitted request: pure but for the spool files and look-ups that the world
/// hands in.
public final class Inspectors {

  private Inspectors() {}

  /// Decides; never throws for anything a client can send.
  ///
  /// @throws IOException if a spool file or a look-up fails: the server then denies
  public static Decision decide(Admitted request, Body body, World world) throws IOException {
    return new Decision.Refuse(
        new Refusal.Denied(
            Reason.ENDPOINT_DENIED, request.route().id() + " is not supported yet", "none"));
  }
}
