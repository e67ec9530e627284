package dev.airlock.cli.setup;

import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// The host's network settings that an engine changes and leaves changed when it ends: kept when
/// the private engine starts for the first time, put back by `setup --remove`.
///
/// @param bridge whether there was a `docker0` before, and so another engine's rules: then nothing
///   is put back
/// @param forwardPolicy by program (`iptables`, `ip6tables`): what became of forwarded packets
/// @param switches by file below `/proc/sys/net`: whether packets were forwarded at all
record HostNetwork(
    boolean bridge, Map<String, String> forwardPolicy, Map<String, String> switches) {
  private static final JsonMapper JSON = new JsonMapper();
  private static final String BRIDGE = "docker0";
  private static final Path SYSTEM = Path.of("/proc/sys/net");
  private static final List<String> SWITCHES =
      List.of("ipv4/ip_forward", "ipv6/conf/all/forwarding", "ipv6/conf/default/forwarding");
  private static final List<String> PROGRAMS = List.of("iptables", "ip6tables");
  private static final List<String> TABLES = List.of("filter", "nat", "raw");

  HostNetwork {
    forwardPolicy = Map.copyOf(forwardPolicy);
    switches = Map.copyOf(switches);
  }

  static void rememberOnce(Map<String, String> environment, Path file) throws IOException {
    if (Files.exists(file)) {
      return;
    }
    Map<String, String> policies = new java.util.TreeMap<>();
    for (String program : PROGRAMS) {
      Tool.lines(environment, List.of(program, "-S", "FORWARD")).stream()
          .filter(line -> line.startsWith("-P FORWARD "))
          .forEach(line -> policies.put(program, line.substring("-P FORWARD ".length())));
    }
    Map<String, String> switches = new java.util.TreeMap<>();
    for (String name : SWITCHES) {
      if (Files.exists(SYSTEM.resolve(name))) {
        switches.put(name, Files.readString(SYSTEM.resolve(name)).strip());
      }
    }
    HostNetwork before = new HostNetwork(hasBridge(environment), policies, switches);
    Files.write(file, JSON.writeValueAsBytes(before));
  }

  static void restore(Map<String, String> environment, Path file) throws IOException {
    if (!Files.exists(file)) {
      return;
    }
    HostNetwork before = JSON.readValue(Files.readAllBytes(file), HostNetwork.class);
    if (!before.bridge()) {
      before.putBack(environment);
    }
    Files.delete(file);
  }

  private void putBack(Map<String, String> environment) throws IOException {
    Tool tool = new Tool(environment, _ -> {});
    for (String program : PROGRAMS) {
      for (String table : TABLES) {
        removeRules(environment, tool, program, table);
      }
      if (forwardPolicy.containsKey(program)) {
        tool.run(List.of(program, "-P", "FORWARD", forwardPolicy.get(program)));
      }
    }
    if (hasBridge(environment)) {
      tool.run(List.of("ip", "link", "delete", BRIDGE));
    }
    for (var entry : switches.entrySet()) {
      Path file = SYSTEM.resolve(entry.getKey());
      // Writing to the first of these resets others: only what differs is written.
      if (!Files.readString(file).strip().equals(entry.getValue())) {
        Files.writeString(file, entry.getValue());
      }
    }
  }

  private static boolean hasBridge(Map<String, String> environment) {
    return !Tool.lines(environment, List.of("ip", "-o", "link", "show", BRIDGE)).isEmpty();
  }

  private static void removeRules(
      Map<String, String> environment, Tool tool, String program, String table) {
    List<String> rules = Tool.lines(environment, List.of(program, "-t", table, "-S"));
    for (String rule : rules) {
      if (rule.startsWith("-A ")
          && !rule.startsWith("-A DOCKER")
          && (rule.contains(" -j DOCKER") || rule.contains(" " + BRIDGE + " "))) {
        List<String> command = new ArrayList<>(List.of(program, "-t", table, "-D"));
        command.addAll(List.of(rule.substring("-A ".length()).split(" ")));
        tool.run(command);
      }
    }
    List<String> chains =
        rules.stream()
            .filter(rule -> rule.startsWith("-N DOCKER"))
            .map(rule -> rule.substring("-N ".length()))
            .toList();
    chains.forEach(chain -> tool.run(List.of(program, "-t", table, "-F", chain)));
    chains.forEach(chain -> tool.run(List.of(program, "-t", table, "-X", chain)));
  }
}
