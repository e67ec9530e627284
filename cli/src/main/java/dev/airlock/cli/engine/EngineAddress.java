package dev.airlock.cli.engine;

import static java.util.Objects.requireNonNull;

import java.util.Map;

/// Where an engine is said to listen, and who says so.
///
/// @param host in the form of `DOCKER_HOST`
/// @param origin for messages: `DOCKER_HOST`, `Docker context 'colima'`
/// @param variables what child processes need beyond `DOCKER_HOST`, such as the folder of
///   certificates
public record EngineAddress(String host, String origin, Map<String, String> variables) {
  public EngineAddress {
    requireNonNull(host, "host is null");
    requireNonNull(origin, "origin is null");
    variables = Map.copyOf(variables);
  }

  static EngineAddress unix(String path, String origin) {
    return new EngineAddress("unix://" + path, origin, Map.of());
  }
}
