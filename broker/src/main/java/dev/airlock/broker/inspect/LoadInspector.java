package dev.airlock.broker.inspect;

import dev.airlock.broker.policy.Reason;
import dev.airlock.broker.route.Admission.Admitted;

/// Not supported yet: denied.
final class LoadInspector {

  private LoadInspector() {}

  static Decision load(Admitted request, Body body, World world) {
    return new Decision.Refuse(Reason.ENDPOINT_DENIED.because("image-load is not supported yet"));
  }
}
