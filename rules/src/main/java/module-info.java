/// Host and image rules and the decision on them: pure.
module dev.airlock.rules {
  requires static org.jspecify;

  exports dev.airlock.rules;
}
