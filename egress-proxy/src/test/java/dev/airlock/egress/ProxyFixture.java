package dev.airlock.egress;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.airlock.egress.policy.EgressLimits;
import dev.airlock.http1.Dialer;
import dev.airlock.http1.Endpoint;
import dev.airlock.rules.HostRules;
import dev.airlock.rules.Network;
import dev.airlock.rules.RuleText;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;

/// A proxy with a resolver and a network of its own: addresses of the test lead to origins on
/// loopback.
final class ProxyFixture implements AutoCloseable {
  static final EgressLimits LIMITS =
      new EgressLimits(
          16_384,
          Duration.ofSeconds(20),
          Duration.ofSeconds(20),
          Duration.ofSeconds(5),
          Duration.ofSeconds(20),
          Duration.ofSeconds(20));

  private static final ObjectMapper JSON = new ObjectMapper();

  final FakeResolver resolver = new FakeResolver();
  private final List<String> dialled = new CopyOnWriteArrayList<>();
  private final Map<String, Integer> origins = new ConcurrentHashMap<>();
  private final Path audit;
  private final EgressProxy proxy;

  private ProxyFixture(int port, EgressLimits limits, Optional<String> names, String... rules)
      throws IOException {
    audit = Files.createTempFile("audit", ".jsonl");
    Optional<Path> namesFile = Optional.empty();
    if (names.isPresent()) {
      namesFile = Optional.of(Files.writeString(Files.createTempFile("names", ""), names.get()));
    }
    var config =
        new EgressConfig(
            List.of(new Endpoint.Tcp("127.0.0.1", port)),
            HostRules.parse(Stream.of(rules).map(rule -> new RuleText(rule, "--allow")).toList()),
            Optional.of(audit),
            namesFile,
            "session1",
            limits);
    proxy =
        EgressProxy.start(
            config,
            new EgressProxy.Surroundings(
                resolver,
                this::connect,
                address -> Network.print(address).startsWith("172.30."),
                InstantSource.system()));
  }

  static ProxyFixture with(String... rules) throws IOException {
    return new ProxyFixture(0, LIMITS, Optional.empty(), rules);
  }

  static ProxyFixture with(EgressLimits limits, String... rules) throws IOException {
    return new ProxyFixture(0, limits, Optional.empty(), rules);
  }

  static ProxyFixture withSessionNames(String names, String... rules) throws IOException {
    return new ProxyFixture(0, LIMITS, Optional.of(names), rules);
  }

  static ProxyFixture listeningAt(int port, String... rules) throws IOException {
    return new ProxyFixture(port, LIMITS, Optional.empty(), rules);
  }

  /// Lets connections to that address end at that origin, on every port.
  ProxyFixture route(String address, FakeOrigin origin) {
    origins.put(address, origin.port());
    return this;
  }

  private dev.airlock.http1.Transport connect(InetAddress address, int port, Duration timeout)
      throws IOException {
    String text = Network.print(address);
    dialled.add(text + " " + port);
    Integer origin = origins.get(text);
    if (origin == null) {
      throw new ConnectException("refused");
    }
    return Dialer.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), origin), timeout);
  }

  RawClient client() throws IOException {
    return RawClient.connect(port());
  }

  int port() {
    return ((Endpoint.Tcp) proxy.endpoints().getFirst()).port();
  }

  /// Addresses and ports that the proxy tried.
  List<String> dialled() {
    return dialled;
  }

  /// The audit lines so far.
  List<JsonNode> audit() throws IOException {
    var lines = new ArrayList<JsonNode>();
    for (String line : Files.readAllLines(audit)) {
      lines.add(JSON.readTree(line));
    }
    return lines;
  }

  /// Waits for the audit line of that event.
  JsonNode awaitAudit(String event) throws IOException, InterruptedException {
    for (int i = 0; i < 500; i++) {
      for (JsonNode line : audit()) {
        if (line.get("event").asText().equals(event)) {
          return line;
        }
      }
      Thread.sleep(10);
    }
    throw new AssertionError("no audit line of event " + event + ": " + audit());
  }

  @Override
  public void close() throws IOException {
    proxy.close();
    Files.deleteIfExists(audit);
  }
}
