package dev.airlock.rules;

import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/// The ports a rule covers.
public record Ports(Set<Integer> numbers) {
  /// What a rule without a port covers: HTTP and HTTPS.
  public static final Ports WEB = new Ports(Set.of(80, 443));

  public Ports {
    numbers = Set.copyOf(numbers);
  }

  public boolean contains(int port) {
    return numbers.contains(port);
  }

  /// For a message: `ports 80 and 443`, `port 8443`.
  @Override
  public String toString() {
    String list =
        new TreeSet<>(numbers).stream().map(String::valueOf).collect(Collectors.joining(" and "));
    return (numbers.size() == 1 ? "port " : "ports ") + list;
  }
}
