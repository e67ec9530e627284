/// The Docker API broker: decides on every request before the engine sees it.
module dev.airlock.broker {
  requires transitive com.fasterxml.jackson.databind;
  requires transitive dev.airlock.http1;
  requires transitive dev.airlock.rules;
  requires static org.jspecify;

  exports dev.airlock.broker;
  exports dev.airlock.broker.policy;
  exports dev.airlock.broker.route;
  exports dev.airlock.broker.inspect;
  exports dev.airlock.broker.archive;
}
