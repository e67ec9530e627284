package dev.airlock.benchmarks;

import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// How a run is made.
///
/// @param sidecar folder with the launcher `sandbox`, run time and jars, as in the gateway image
/// @param work folder for sockets and logs
/// @param rounds of every measurement, after one to warm up
/// @param time of each ping measurement
/// @param bytes of the large body
/// @param parts which are measured: `ping`, `stream`, `run`
record Options(
    Path sidecar,
    Path sandbox,
    Path haProxyConfig,
    Path work,
    int rounds,
    Duration time,
    long bytes,
    Set<String> parts) {

  static final Set<String> ALL_PARTS = Set.of("ping", "stream", "run");

  /// Reads `--name=value` words.
  static Options parse(String[] words) {
    Map<String, String> values = new HashMap<>();
    for (String word : words) {
      int equals = word.indexOf('=');
      if (!word.startsWith("--") || equals < 0) {
        throw new IllegalArgumentException("'" + word + "' is not --NAME=VALUE");
      }
      values.put(word.substring(2, equals), word.substring(equals + 1));
    }
    Options options =
        new Options(
            Path.of(required(values, "sidecar")),
            Path.of(required(values, "sandbox")),
            Path.of(required(values, "haproxy-config")),
            Path.of(required(values, "work")),
            number(values, "rounds", 3),
            Duration.ofSeconds(number(values, "seconds", 3)),
            number(values, "mib", 2048) * 1024L * 1024L,
            values.containsKey("only")
                ? Set.copyOf(List.of(values.remove("only").split(",", -1)))
                : ALL_PARTS);
    if (!values.isEmpty() || !ALL_PARTS.containsAll(options.parts())) {
      throw new IllegalArgumentException(
          "known are --rounds=N --seconds=N --mib=N --only=ping,stream,run; not "
              + values.keySet());
    }
    return options;
  }

  private static String required(Map<String, String> values, String name) {
    String value = values.remove(name);
    if (value == null) {
      throw new IllegalArgumentException("--" + name + " is missing");
    }
    return value;
  }

  private static int number(Map<String, String> values, String name, int otherwise) {
    String value = values.remove(name);
    return value == null ? otherwise : Integer.parseInt(value);
  }
}
