package dev.airlock.e2e.harness;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.stream.Stream;

/// The machine under test: a network namespace with a cable to the real one, which plays the world
/// outside.
///
/// The engines of the tests run in it, so that neither their firewall rules nor the tests'
/// listeners touch the network of the developer's machine, and all of it is gone when the namespace
/// is. Addresses are those set aside for documentation: nobody's real network has them.
public final class TestHost implements AutoCloseable {
  private static final String COMMENT = "sandbox-e2e";

  private final String namespace;
  private final String cable;
  private final int index;
  private final List<List<String>> undo = new ArrayList<>();

  private TestHost(int index) {
    this.index = index;
    namespace = "sandbox-e2e-" + index;
    cable = "sbxe2e" + index;
  }

  /// Makes the machine; one of that number left over from a killed run is taken down first.
  static TestHost create(int index) {
    Tools.require("ip", "iproute2");
    Tools.require("iptables", "iptables");
    Tools.require("nsenter", "util-linux");
    TestHost host = new TestHost(index);
    host.removeLeftOver();
    host.build();
    return host;
  }

  private void removeLeftOver() {
    if (Files.exists(path())) {
      killAll();
      root("ip", "netns", "delete", namespace);
    }
    Invocation.of("ip", "link", "delete", cable).run();
    for (List<String> rule : forwarding("-D")) {
      Invocation.of(rule.toArray(String[]::new)).run();
    }
  }

  private void build() {
    root("ip", "netns", "add", namespace);
    undo.add(List.of("ip", "netns", "delete", namespace));
    root("ip", "link", "add", cable, "type", "veth", "peer", "name", "uplink", "netns", namespace);
    for (String address : List.of(router(), open(), closed())) {
      root("ip", "address", "add", address + "/26", "dev", cable);
    }
    for (String address : List.of(router6(), open6(), closed6())) {
      root("ip", "address", "add", address + "/64", "dev", cable, "nodad");
    }
    root("ip", "link", "set", cable, "up");
    for (List<String> rule : forwarding("-I")) {
      root(rule.toArray(String[]::new));
    }
    undo.addAll(forwarding("-D"));
    Sysctl.set("net.ipv4.ip_forward", "1", undo);

    inside("ip", "link", "set", "lo", "up");
    inside("ip", "address", "add", address() + "/26", "dev", "uplink");
    inside("ip", "address", "add", address6() + "/64", "dev", "uplink", "nodad");
    inside("ip", "link", "set", "uplink", "up");
    inside("ip", "route", "add", "default", "via", router());
    inside("ip", "-6", "route", "add", "default", "via", router6());
    for (String chain : List.of("PREROUTING", "OUTPUT")) {
      for (String protocol : List.of("udp", "tcp")) {
        inside(
            "iptables",
            "-t",
            "nat",
            "-A",
            chain,
            "-p",
            protocol,
            "--dport",
            "53",
            "!",
            "-d",
            network(),
            "-j",
            "DNAT",
            "--to-destination",
            router() + ":53");
      }
    }
  }

  private List<List<String>> forwarding(String action) {
    return List.of(
        List.of(
            "iptables",
            "-w",
            "-t",
            "nat",
            action,
            "POSTROUTING",
            "-s",
            address(),
            "!",
            "-o",
            cable,
            "-m",
            "comment",
            "--comment",
            COMMENT,
            "-j",
            "MASQUERADE"),
        List.of(
            "iptables",
            "-w",
            action,
            "FORWARD",
            "-i",
            cable,
            "-m",
            "comment",
            "--comment",
            COMMENT,
            "-j",
            "ACCEPT"),
        List.of(
            "iptables",
            "-w",
            action,
            "FORWARD",
            "-o",
            cable,
            "-m",
            "comment",
            "--comment",
            COMMENT,
            "-j",
            "ACCEPT"));
  }

  private static List<String> words(String line) {
    return Arrays.asList(line.strip().split("\\s+", -1));
  }

  /// This machine's own addresses on its cable.
  public String address() {
    return prefix() + (base() + 2);
  }

  public String address6() {
    return prefix6() + "2";
  }

  String router() {
    return prefix() + (base() + 1);
  }

  String router6() {
    return prefix6() + "1";
  }

  String network() {
    return prefix() + base() + "/26";
  }

  /// An outside address that tests may allow.
  public String open() {
    return prefix() + (base() + 10);
  }

  public String open6() {
    return prefix6() + "10";
  }

  /// An outside address that no test allows.
  public String closed() {
    return prefix() + (base() + 20);
  }

  public String closed6() {
    return prefix6() + "20";
  }

  private static String prefix() {
    return "198.51.100.";
  }

  private int base() {
    return index * 64;
  }

  private String prefix6() {
    return "2001:db8:e2e:" + index + "::";
  }

  /// The command as it would be typed on this machine.
  public List<String> enter(List<String> command) {
    List<String> wrapped = new ArrayList<>(List.of("nsenter", "--net=" + path(), "--"));
    wrapped.addAll(command);
    return wrapped;
  }

  /// Runs a command of the test's own on this machine.
  public Finished inside(String... command) {
    return Invocation.of(enter(List.of(command)).toArray(String[]::new)).run().expect(0);
  }

  /// Runs code on a thread whose new sockets belong to this machine.
  public <T> T inside(Callable<T> code) {
    FutureTask<T> task =
        new FutureTask<>(() -> {
          int descriptor = Posix.open(path().toString(), Posix.O_RDONLY);
          try {
            Posix.setNamespace(descriptor, Posix.CLONE_NEWNET);
          } finally {
            Posix.close(descriptor);
          }
          return code.call();
        });
    // A thread of its own that ends with the code: no other code is to run in that namespace.
    Thread.ofPlatform().start(task);
    try {
      return task.get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    } catch (ExecutionException e) {
      throw new IllegalStateException(e.getCause());
    }
  }

  /// Every address of this machine, link-local ones with no scope.
  public List<String> addresses() {
    return inside("ip", "-o", "address", "show").lines().stream()
        .map(TestHost::words)
        .map(words -> words.get(3).replaceAll("/.*", ""))
        .distinct()
        .toList();
  }

  /// What listens for TCP or UDP on this machine, one `address:port` each.
  public List<String> listening() {
    return inside("ss", "-Hltun").lines().stream()
        .map(TestHost::words)
        // A server that takes both families is listed with its IPv4 address in IPv6 clothes.
        .map(words -> words.get(0) + " " + words.get(4).replaceFirst("\\[::ffff:([0-9.]+)]", "$1"))
        .sorted()
        .toList();
  }

  /// How many packets left this machine for an address since the counter was set.
  public long packetsTo(String outside) {
    String listing = inside(tables(outside), "-w", "-t", "mangle", "-nvxL", "POSTROUTING").out();
    return listing
        .lines()
        .filter(line -> line.contains(outside))
        .mapToLong(line -> Long.parseLong(words(line).getFirst()))
        .sum();
  }

  /// Counts, from now on, what leaves for an address, whatever its protocol.
  public void countPacketsTo(String outside) {
    inside(tables(outside), "-w", "-t", "mangle", "-A", "POSTROUTING", "-d", outside);
  }

  private static String tables(String address) {
    return address.contains(":") ? "ip6tables" : "iptables";
  }

  /// A process of this machine; containers have namespaces of their own.
  public record RunningProcess(long pid, List<String> arguments) {
    /// Whether its program has that file name.
    public boolean runs(String program) {
      return !arguments.isEmpty() && Path.of(arguments.getFirst()).endsWith(program);
    }
  }

  public List<RunningProcess> processes() {
    return pids().map(pid -> new RunningProcess(pid, arguments(pid))).toList();
  }

  private Stream<Long> pids() {
    return Invocation.of("ip", "netns", "pids", namespace).run().lines().stream()
        .map(Long::valueOf);
  }

  private static List<String> arguments(long pid) {
    try {
      return Files.readString(Path.of("/proc/" + pid + "/cmdline"))
          .transform(line -> Arrays.asList(line.split("\0", 0)));
    } catch (IOException ended) {
      return List.of();
    }
  }

  private void killAll() {
    pids().forEach(pid -> ProcessHandle.of(pid).ifPresent(ProcessHandle::destroyForcibly));
  }

  InetAddress literal(String address) {
    return InetAddress.ofLiteral(address);
  }

  private Path path() {
    return Path.of("/var/run/netns", namespace);
  }

  private static void root(String... command) {
    Invocation.of(command).run().expect(0);
  }

  @Override
  public void close() {
    killAll();
    for (List<String> command : undo.reversed()) {
      Invocation.of(command.toArray(String[]::new)).run();
    }
  }
}
