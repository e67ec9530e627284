package dev.airlock.broker.inspect;

import dev.airlock.broker.policy.Reason;
import dev.airlock.broker.route.Admission.Admitted;

/// Not supported yet: denied.
final class BuildInspector {

  private BuildInspector() {}

  static Decision build(Admitted request, Body body, World world) {
    return new Decision.Refuse(Reason.ENDPOINT_DENIED.because("image-build is not supported yet"));
  }
}
