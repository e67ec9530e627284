/// The allowlisting forward proxy: the one way out of an airlock.
module dev.airlock.egress {
  requires com.fasterxml.jackson.databind;
  requires dev.airlock.http1;
  requires dev.airlock.rules;
  requires static org.jspecify;

  exports dev.airlock.egress;
}
