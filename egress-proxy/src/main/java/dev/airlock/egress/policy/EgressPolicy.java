package dev.airlock.egress.policy;

import static java.util.Objects.requireNonNull;

import dev.airlock.rules.HostDecision.Allowed;
import dev.airlock.rules.HostDecision.Denied;
import dev.airlock.rules.HostName;
import dev.airlock.rules.HostRules;
import java.net.InetAddress;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/// Decides where a request may go. Safe for use by many threads if its two predicates are.
///
/// @param rules what may be reached outside
/// @param isSessionName whether a container of the session has that name now
/// @param isInsideSession whether an address is in one of the session's own networks now
public record EgressPolicy(
    HostRules rules, Predicate<HostName> isSessionName, Predicate<InetAddress> isInsideSession) {
  public EgressPolicy {
    requireNonNull(rules, "rules is null");
    requireNonNull(isSessionName, "isSessionName is null");
    requireNonNull(isInsideSession, "isInsideSession is null");
  }

  /// The decision before name resolution.
  ///
  /// SECURITY: a session name is looked at before the rules, and leads inside only: a container
  /// named like an allowed host cannot borrow its rule.
  public Route route(Destination destination) {
    if (destination.host() instanceof HostName name && isSessionName.test(name)) {
      return new Route.Inside(name, destination);
    }
    return switch (rules.decide(destination.host(), destination.port())) {
      case Allowed allowed -> new Route.Outside(destination, allowed);
      case Denied denied -> new Route.Refused(Refusal.of(denied));
    };
  }

  /// What is wrong with the addresses that the name of a route resolved to; one that is not allowed
  /// refuses all.
  public Optional<Refusal> refusalOf(Route.Outside route, HostName name, List<InetAddress> found) {
    return found.stream()
        .map(address ->
            rules.decideAddress(route.decision(), name, address, route.destination().port()))
        .filter(Denied.class::isInstance)
        .map(Denied.class::cast)
        .map(Refusal::of)
        .findFirst();
  }

  /// The same for a session name.
  public Optional<Refusal> refusalOf(Route.Inside route, List<InetAddress> found) {
    return found.stream().allMatch(isInsideSession)
        ? Optional.empty()
        : Optional.of(
            Refusal.of(
                Reason.SESSION_NAME_OUTSIDE,
                "'"
                    + route.name()
                    + "' is a name of this session, and its address is in none of"
                    + " the session's networks",
                "start the container, or give it another name"));
  }
}
