/// The allowlisting forward proxy: the one way out of an airlock.
module dev.airlock.egress {
  requires com.fasterxml.jackson.core;
  requires transitive dev.airlock.http1;
  requires transitive dev.airlock.rules;
  requires static org.jspecify;

  exports dev.airlock.egress;
  exports dev.airlock.egress.policy;
  exports dev.airlock.egress.tls;
}
