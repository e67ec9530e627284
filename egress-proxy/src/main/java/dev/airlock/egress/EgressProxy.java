package dev.airlock.egress;

import dev.airlock.egress.audit.AuditLog;
import dev.airlock.egress.dial.AddressDialer;
import dev.airlock.egress.dial.NameResolver;
import dev.airlock.egress.dial.SystemResolver;
import dev.airlock.egress.policy.EgressPolicy;
import dev.airlock.egress.server.ProxyServer;
import dev.airlock.egress.session.SessionNames;
import dev.airlock.egress.session.SessionNetworks;
import dev.airlock.http1.Dialer;
import dev.airlock.http1.Endpoint;
import dev.airlock.rules.HostName;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.security.Security;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.function.Predicate;

/// A running egress proxy.
public final class EgressProxy implements AutoCloseable {
  private static final String DNS_CACHE_SECONDS = "networkaddress.cache.ttl";
  private static final String DNS_FAILURE_CACHE_SECONDS = "networkaddress.cache.negative.ttl";

  private final ProxyServer server;
  private final SystemResolver resolver;
  private final AuditLog audit;
  private final CountDownLatch closed = new CountDownLatch(1);

  private EgressProxy(ProxyServer server, SystemResolver resolver, AuditLog audit) {
    this.server = server;
    this.resolver = resolver;
    this.audit = audit;
  }

  /// Starts one; it listens when this returns.
  ///
  /// @throws IOException if an endpoint cannot be bound or the audit file not be written
  public static EgressProxy start(EgressConfig config) throws IOException {
    // Before the first question: the platform reads these once.
    Security.setProperty(DNS_CACHE_SECONDS, "5");
    Security.setProperty(DNS_FAILURE_CACHE_SECONDS, "1");
    var resolver = new SystemResolver();
    AddressDialer dialer =
        (address, port, timeout) -> Dialer.connect(new InetSocketAddress(address, port), timeout);
    return start(
        config,
        new Surroundings(resolver, dialer, new SessionNetworks(), InstantSource.system()),
        resolver);
  }

  /// What a proxy finds around it, so that tests can put something else there.
  ///
  /// @param sessionNetworks whether an address is in one of the session's own networks
  record Surroundings(
      NameResolver resolver,
      AddressDialer dialer,
      Predicate<InetAddress> sessionNetworks,
      InstantSource clock) {}

  static EgressProxy start(EgressConfig config, Surroundings surroundings) throws IOException {
    return start(config, surroundings, new SystemResolver());
  }

  private static EgressProxy start(
      EgressConfig config, Surroundings surroundings, SystemResolver resolver) throws IOException {
    AuditLog audit = auditLog(config, surroundings.clock());
    try {
      var policy =
          new EgressPolicy(config.rules(), sessionNames(config), surroundings.sessionNetworks());
      ProxyServer server =
          ProxyServer.start(
              config.listen(),
              policy,
              surroundings.resolver(),
              surroundings.dialer(),
              audit,
              config.limits());
      return new EgressProxy(server, resolver, audit);
    } catch (IOException | RuntimeException e) {
      audit.close();
      resolver.close();
      throw e;
    }
  }

  private static Predicate<HostName> sessionNames(EgressConfig config) {
    return config.namesFile().<Predicate<HostName>>map(SessionNames::new).orElse(name -> false);
  }

  private static AuditLog auditLog(EgressConfig config, InstantSource clock) throws IOException {
    return config.audit().isPresent()
        ? AuditLog.appendingTo(config.audit().get(), clock, config.session())
        : new AuditLog(new FileOutputStream(FileDescriptor.err), clock, config.session());
  }

  /// Where it listens; a port that was left to the system is the one it chose.
  public List<Endpoint> endpoints() {
    return server.endpoints();
  }

  /// Waits until it is closed.
  public void awaitTermination() throws InterruptedException {
    closed.await();
  }

  /// Stops listening and closes every connection.
  @Override
  public void close() throws IOException {
    try (audit;
        resolver;
        server) {
      closed.countDown();
    }
  }
}
