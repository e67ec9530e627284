package dev.airlock.egress;

import static java.util.Objects.requireNonNull;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// What the command line said, as it stood there.
///
/// @param listen endpoints: `tcp://H:P`, `unix:///P`
/// @param allow rules
/// @param policyFile a JSON file with more rules
/// @param audit where audit lines go; standard error if empty
/// @param namesFile the session's own names, one a line
/// @param session the session's id; empty by hand
public record EgressArguments(
    List<String> listen,
    List<String> allow,
    Optional<Path> policyFile,
    Optional<Path> audit,
    Optional<Path> namesFile,
    Optional<String> session) {
  public EgressArguments {
    listen = List.copyOf(listen);
    allow = List.copyOf(allow);
    requireNonNull(policyFile, "policyFile is null");
    requireNonNull(audit, "audit is null");
    requireNonNull(namesFile, "namesFile is null");
    requireNonNull(session, "session is null");
  }
}
