package dev.airlock.benchmarks;

import dev.airlock.http1.Endpoint;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Measures, prints the figures, and how they stand to each other. `benchmarks/run` starts it.
final class Main {
  private static final int MANY = 64;
  private static final String EXPORT = "/v1.45/containers/" + Origin.CONTAINER + "/export";
  private static final String DIRECT = "direct";
  private static final String CLOSING = "HAProxy, httpclose";
  private static final String KEEPING = "HAProxy, keep-alive";
  private static final String BROKER = "broker";

  private final Options options;
  private final List<Aim> aims = new ArrayList<>();

  private Main(Options options) {
    this.options = options;
  }

  public static void main(String[] arguments) throws Exception {
    Options options = Options.parse(arguments);
    Files.createDirectories(options.work());
    System.out.println("warm-up, then median of " + options.rounds() + " rounds");
    new Main(options).run();
  }

  private void run() throws IOException, InterruptedException {
    if (options.parts().contains("ping") || options.parts().contains("stream")) {
      try (Stage stage = new Stage(options)) {
        Measurements memory = new Measurements();
        memory.add("broker, idle", stage.broker().residentMib());
        memory.add("egress proxy, idle", stage.egress().residentMib());
        if (options.parts().contains("ping")) {
          pings(stage, 1, "one client");
          pings(stage, MANY, MANY + " clients");
        }
        if (options.parts().contains("stream")) {
          streams(stage);
        }
        memory(stage, memory);
      }
    }
    if (options.parts().contains("run")) {
      runs();
    }
    System.out.println("aims");
    aims.forEach(System.out::println);
  }

  private void pings(Stage stage, int clients, String title)
      throws IOException, InterruptedException {
    Map<String, Endpoint> ways = new LinkedHashMap<>();
    ways.put(DIRECT, stage.engine());
    ways.put(CLOSING, stage.haProxyClosing());
    ways.put(KEEPING, stage.haProxyKeeping());
    ways.put(BROKER, stage.brokerAt());
    Measurements rates = new Measurements();
    for (int round = 0; round <= options.rounds(); round++) {
      for (Map.Entry<String, Endpoint> way : ways.entrySet()) {
        double rate = PingLoad.rate(way.getValue(), clients, options.time());
        if (round > 0) {
          rates.add(way.getKey(), rate);
        }
      }
    }
    System.out.println("GET /_ping, " + title);
    rates.print("/s");
    double broker = rates.median(BROKER);
    aims.add(
        new Aim(
            "pings, " + title + ": broker / HAProxy as the well-known socket proxy",
            broker / rates.median(CLOSING),
            true,
            2));
    aims.add(
        new Aim(
            "pings, " + title + ": broker / HAProxy with connections kept",
            broker / rates.median(KEEPING),
            true,
            1));
  }

  private void streams(Stage stage) throws IOException {
    Optional<String> tunnel = Optional.of("127.0.0.1:" + stage.origin().port());
    StreamLoad.createContainer(stage.brokerAt());
    Measurements rates = new Measurements();
    for (int round = 0; round <= options.rounds(); round++) {
      Measurements into = round == 0 ? new Measurements() : rates;
      stream(into, "unix: " + DIRECT, stage.engine(), Optional.empty());
      stream(into, "unix: " + KEEPING, stage.haProxyKeeping(), Optional.empty());
      stream(into, "unix: " + BROKER, stage.brokerAt(), Optional.empty());
      stream(into, "TCP: " + DIRECT, stage.origin(), Optional.empty());
      stream(into, "TCP: HAProxy relay", stage.haProxyRelay(), Optional.empty());
      stream(into, "TCP: CONNECT tunnel", stage.egressAt(), tunnel);
    }
    System.out.println("a body of " + options.bytes() / (1024 * 1024) + " MiB");
    rates.print("MB/s");
    aims.add(
        new Aim(
            "stream: broker / HAProxy",
            rates.median("unix: " + BROKER) / rates.median("unix: " + KEEPING),
            true,
            0.9));
    aims.add(
        new Aim(
            "stream: CONNECT tunnel / HAProxy relay of TCP",
            rates.median("TCP: CONNECT tunnel") / rates.median("TCP: HAProxy relay"),
            true,
            0.9));
  }

  private void stream(Measurements into, String name, Endpoint endpoint, Optional<String> tunnel)
      throws IOException {
    into.add(name, StreamLoad.rate(endpoint, tunnel, EXPORT, options.bytes()) / 1e6);
  }

  private void memory(Stage stage, Measurements memory) throws IOException {
    double broker = stage.broker().residentMib();
    double egress = stage.egress().residentMib();
    memory.add("broker, after load", broker);
    memory.add("egress proxy, after load", egress);
    System.out.println("resident memory");
    memory.print("MiB");
    aims.add(
        new Aim("resident MiB of broker and egress proxy after load", broker + egress, false, 150));
  }

  private void runs() throws IOException, InterruptedException {
    Optional<String> image = RunLoad.agentImage();
    if (image.isEmpty()) {
      System.out.println(
          "a session: not measured, no engine with sandbox/agent in reach of the docker command");
      return;
    }
    List<String> plain = List.of("docker", "run", "--rm", image.get(), "true");
    List<String> session =
        List.of(options.sandbox().toString(), "run", "--dind", "--enable-airlock", "--", "true");
    Measurements times = new Measurements();
    for (int round = 0; round <= options.rounds(); round++) {
      Measurements into = round == 0 ? new Measurements() : times;
      into.add("docker run --rm … true", RunLoad.seconds(plain));
      into.add("sandbox run --dind --enable-airlock -- true", RunLoad.seconds(session));
    }
    System.out.println("a session, from start to exit");
    times.print("s");
    aims.add(
        new Aim(
            "seconds that a session takes longer than plain docker run",
            times.median("sandbox run --dind --enable-airlock -- true")
                - times.median("docker run --rm … true"),
            false,
            3));
  }
}
