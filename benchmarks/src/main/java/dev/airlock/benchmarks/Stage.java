package dev.airlock.benchmarks;

import dev.airlock.http1.Endpoint;
import java.io.Closeable;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// Everything that is measured, each in a process of its own: one origin, and before it HAProxy in
/// three shapes, the broker and the egress proxy.
final class Stage implements Closeable {
  private final List<Child> children = new ArrayList<>();
  private final Endpoint.Unix engine;
  private final Endpoint.Tcp origin = freePort();
  private final Endpoint.Tcp closing = freePort();
  private final Endpoint.Tcp keeping = freePort();
  private final Endpoint.Tcp relay = freePort();
  private final Endpoint.Tcp brokerAt = freePort();
  private final Endpoint.Tcp egressAt = freePort();
  private final Child broker;
  private final Child egress;

  Stage(Options options) throws IOException, InterruptedException {
    Path work = options.work();
    engine = new Endpoint.Unix(work.resolve("engine.sock").toAbsolutePath());
    try {
      start(originCommand(options.bytes()), work.resolve("origin.log"), engine);
      start(
          List.of(
              "env",
              "ENGINE=" + engine.path(),
              "CLOSING_PORT=" + closing.port(),
              "KEEPING_PORT=" + keeping.port(),
              "RELAY_PORT=" + relay.port(),
              "ORIGIN_PORT=" + origin.port(),
              "haproxy",
              "-db",
              "-f",
              options.haProxyConfig().toString()),
          work.resolve("haproxy.log"),
          keeping);
      String launcher = options.sidecar().resolve("sandbox").toString();
      broker =
          start(
              List.of(
                  launcher,
                  "broker",
                  "--listen",
                  brokerAt.toString(),
                  "--upstream",
                  engine.toString()),
              work.resolve("broker.log"),
              brokerAt);
      egress =
          start(
              List.of(
                  launcher,
                  "egress",
                  "--listen",
                  egressAt.toString(),
                  "--allow",
                  "127.0.0.1/32:" + origin.port() + "/tcp"),
              work.resolve("egress.log"),
              egressAt);
    } catch (IOException | InterruptedException | RuntimeException e) {
      close();
      throw e;
    }
  }

  private Child start(List<String> command, Path log, Endpoint readyAt)
      throws IOException, InterruptedException {
    Child child = Child.start(command, log, readyAt);
    children.add(child);
    return child;
  }

  private List<String> originCommand(long bytes) {
    return List.of(
        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
        "-Xmx64m",
        "-XX:+UseSerialGC",
        "-cp",
        System.getProperty("java.class.path"),
        Origin.class.getName(),
        Long.toString(bytes),
        engine.toString(),
        origin.toString());
  }

  private static Endpoint.Tcp freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return new Endpoint.Tcp("127.0.0.1", socket.getLocalPort());
    }
  }

  Endpoint engine() {
    return engine;
  }

  Endpoint.Tcp origin() {
    return origin;
  }

  Endpoint haProxyClosing() {
    return closing;
  }

  Endpoint haProxyKeeping() {
    return keeping;
  }

  Endpoint haProxyRelay() {
    return relay;
  }

  Endpoint brokerAt() {
    return brokerAt;
  }

  Endpoint egressAt() {
    return egressAt;
  }

  Child broker() {
    return broker;
  }

  Child egress() {
    return egress;
  }

  @Override
  public void close() {
    children.reversed().forEach(Child::close);
  }
}
