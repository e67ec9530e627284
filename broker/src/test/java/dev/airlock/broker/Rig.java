package dev.airlock.broker;

import static java.nio.file.attribute.PosixFilePermissions.asFileAttribute;
import static java.nio.file.attribute.PosixFilePermissions.fromString;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.airlock.broker.policy.ConnectionLimits;
import dev.airlock.broker.policy.Limits;
import dev.airlock.broker.policy.Owner;
import dev.airlock.broker.policy.SessionSocket;
import dev.airlock.broker.policy.SiblingNetwork;
import dev.airlock.broker.policy.Workspace;
import dev.airlock.http1.Endpoint;
import dev.airlock.rules.HostRules;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/// A broker in front of a fake daemon, in a folder of its own.
public final class Rig implements Closeable {
  static final Owner OWNER = new Owner("s1", "secret-of-s1");
  static final String AIRLOCK = "sandbox-s1-airlock";
  static final ObjectMapper JSON = new ObjectMapper();

  final Path folder;
  final FakeDaemon daemon;
  private final Options options;
  private Broker broker;

  /// What a test can choose.
  record Options(
      boolean fresh,
      SiblingNetwork network,
      Optional<String> pod,
      Optional<String> egress,
      List<String> images,
      Limits limits,
      ConnectionLimits connectionLimits) {
    static Options usual() {
      return new Options(
          true,
          new SiblingNetwork.Airlock(AIRLOCK, "http://egress:3128", "localhost"),
          Optional.empty(),
          Optional.empty(),
          List.of("sandbox/*"),
          Limits.DEFAULT,
          ConnectionLimits.DEFAULT);
    }

    Options restarted() {
      return new Options(false, network, pod, egress, images, limits, connectionLimits);
    }

    Options followedBy(String podName, String egressName) {
      return new Options(
          fresh,
          network,
          Optional.of(podName),
          Optional.of(egressName),
          images,
          limits,
          connectionLimits);
    }

    Options with(ConnectionLimits other) {
      return new Options(fresh, network, pod, egress, images, limits, other);
    }

    Options with(Limits other) {
      return new Options(fresh, network, pod, egress, images, other, connectionLimits);
    }

    Options allowing(String imageGlob) {
      return new Options(fresh, network, pod, egress, List.of(imageGlob), limits, connectionLimits);
    }

    Options on(SiblingNetwork other) {
      return new Options(fresh, other, pod, egress, images, limits, connectionLimits);
    }
  }

  Rig() throws IOException {
    this(Options.usual());
  }

  Rig(Options options) throws IOException {
    this.options = options;
    // A unix socket's path has 108 bytes at most.
    folder =
        Files.createTempDirectory(Path.of("/tmp"), "rig", asFileAttribute(fromString("rwx------")));
    Files.createDirectory(folder.resolve("spool"));
    daemon = new FakeDaemon(folder.resolve("engine.sock"));
    broker = start();
  }

  private Broker start() throws IOException {
    return Broker.start(
        new BrokerConfig(
            List.of(new Endpoint.Unix(folder.resolve("docker.sock"))),
            Optional.empty(),
            daemon.endpoint(),
            Optional.empty(),
            OWNER,
            options.fresh(),
            options.network(),
            new Workspace.Folder("/home/me/app", "sandbox-s1-workspace", true),
            new SessionSocket.None(),
            options.images(),
            HostRules.none(),
            options.pod(),
            options.egress(),
            BrokerConfig.LOOPBACK,
            Optional.of(folder.resolve("names")),
            folder.resolve("spool"),
            Optional.of(folder.resolve("audit.jsonl")),
            options.limits(),
            options.connectionLimits()));
  }

  RawClient client() throws IOException {
    return new RawClient(broker.endpoints().getFirst());
  }

  /// One request on a connection of its own.
  RawClient.Answer ask(String method, String target, String body) throws IOException {
    try (RawClient client = client()) {
      return client.request(method, target, body).answer(method);
    }
  }

  RawClient.Answer get(String target) throws IOException {
    return ask("GET", target, "");
  }

  static JsonNode json(RawClient.Answer answer) throws IOException {
    return JSON.readTree(answer.body());
  }

  /// The lines of the audit file, once there are that many: a line is written after its answer.
  List<JsonNode> audit(int lines) throws IOException {
    Path file = folder.resolve("audit.jsonl");
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
    while (Files.readAllLines(file).size() < lines && System.nanoTime() < deadline) {
      Thread.onSpinWait();
    }
    return Files.readAllLines(file).stream().map(Rig::parse).toList();
  }

  private static JsonNode parse(String line) {
    try {
      return JSON.readTree(line);
    } catch (IOException e) {
      throw new AssertionError("audit line is not JSON: " + line, e);
    }
  }

  /// Has the broker die without a word and another take its place.
  void restartBroker() throws IOException {
    broker.close();
    broker = start();
  }

  @Override
  public void close() throws IOException {
    try (daemon) {
      broker.close();
    } finally {
      try (var files = Files.walk(folder)) {
        for (Path file : files.sorted(java.util.Comparator.reverseOrder()).toList()) {
          Files.deleteIfExists(file);
        }
      }
    }
  }
}
