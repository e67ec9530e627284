/// The sidecars' entry point: `sandbox broker` and `sandbox egress`.
module dev.airlock.gateway {
  requires dev.airlock.broker;
  requires dev.airlock.egress;
  requires static org.jspecify;

  exports dev.airlock.gateway;
}
