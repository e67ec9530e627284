package dev.airlock.egress.dial;

import dev.airlock.egress.policy.Destination;
import dev.airlock.egress.policy.EgressPolicy;
import dev.airlock.egress.policy.Reason;
import dev.airlock.egress.policy.Refusal;
import dev.airlock.egress.policy.Route;
import dev.airlock.rules.HostName;
import dev.airlock.rules.IpLiteral;
import dev.airlock.rules.MalformedHost;
import java.io.IOException;
import java.net.InetAddress;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// Follows a route: resolves its name once, checks every address, and connects to one of those that
/// were checked.
///
/// SECURITY: the address that was checked is the address that is connected to; nothing after the
/// check resolves a name (DNS rebinding).
public final class Connector {
  private final EgressPolicy policy;
  private final NameResolver resolver;
  private final SelfCheck self;
  private final FallbackDialer dialer;

  public Connector(
      EgressPolicy policy,
      NameResolver resolver,
      AddressDialer dialer,
      SelfCheck self,
      Duration connectTimeout) {
    this.policy = policy;
    this.resolver = resolver;
    this.self = self;
    this.dialer = new FallbackDialer(dialer, connectTimeout);
  }

  public Connection connect(Route.Allowed route) {
    return switch (route) {
      case Route.Outside outside -> connect(outside);
      case Route.Inside inside -> connect(inside);
    };
  }

  private Connection connect(Route.Outside route) {
    Destination destination = route.destination();
    return switch (destination.host()) {
      case IpLiteral literal -> dial(List.of(literal.address()), destination);
      case HostName name ->
          resolved(name.text(), destination, found -> policy.refusalOf(route, name, found));
      case MalformedHost malformed ->
          throw new IllegalStateException("a rule allowed a host that is none: " + malformed);
    };
  }

  private Connection connect(Route.Inside route) {
    // The dot keeps the resolver from trying search domains: a session name never leaves by DNS.
    return resolved(
        route.name() + ".", route.destination(), found -> policy.refusalOf(route, found));
  }

  private interface AddressCheck {
    Optional<Refusal> refusalOf(List<InetAddress> addresses);
  }

  private Connection resolved(String name, Destination destination, AddressCheck check) {
    List<InetAddress> found;
    try {
      found = resolver.resolve(name);
    } catch (UnknownHostException e) {
      return failed(
          Reason.NAME_NOT_RESOLVED,
          "'" + destination.host() + "' has no address",
          "check the name");
    }
    if (found.isEmpty()) {
      return failed(
          Reason.NAME_NOT_RESOLVED,
          "'" + destination.host() + "' has no address",
          "check the name");
    }
    Optional<Refusal> refusal = check.refusalOf(found);
    return refusal.isPresent()
        ? new Connection.Failed(refusal.get())
        : dial(List.copyOf(found), destination);
  }

  private Connection dial(List<InetAddress> checked, Destination destination) {
    if (checked.stream().anyMatch(address -> self.isThisProxy(address, destination.port()))) {
      return failed(
          Reason.PROXY_LOOP, "'" + destination.host() + "' is this proxy itself", "name a server");
    }
    try {
      FallbackDialer.Connected connected = dialer.connect(checked, destination.port());
      return new Connection.Established(connected.transport(), connected.address());
    } catch (SocketTimeoutException e) {
      return failed(
          Reason.CONNECT_TIMEOUT, "'" + destination.host() + "' did not answer", "try again later");
    } catch (IOException e) {
      return failed(
          Reason.CONNECT_FAILED,
          "'" + destination.host() + "' refused the connection or cannot be reached",
          "try again later");
    }
  }

  private static Connection failed(Reason reason, String detail, String remedy) {
    return new Connection.Failed(Refusal.of(reason, detail, remedy));
  }
}
