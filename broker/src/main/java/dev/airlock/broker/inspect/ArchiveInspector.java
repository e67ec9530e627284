package dev.airlock.broker.inspect;

import dev.airlock.broker.policy.Reason;
import dev.airlock.broker.route.Admission.Admitted;

/// Not supported yet: denied.
final class ArchiveInspector {

  private ArchiveInspector() {}

  static Decision put(Admitted request, Body body, World world) {
    return new Decision.Refuse(
        Reason.ENDPOINT_DENIED.because("container-archive-put is not supported yet"));
  }
}
