package dev.airlock.cli.engine;

import static java.util.Objects.requireNonNull;

import java.nio.file.Path;
import java.util.Map;

/// A Docker engine that answered, and the tools that speak to it.
///
/// @param host where it listens, in the form of `DOCKER_HOST`: `unix:///var/run/docker.sock`
/// @param version what it calls itself: `28.5.2`
/// @param apiVersion the newest API it speaks: `1.51`
/// @param dockerCli the `docker` executable; Compose is among its plug-ins
/// @param environment the whole environment of child processes (`docker`, `docker compose`):
///   `DOCKER_HOST` and, where the plug-ins are ours, `DOCKER_CONFIG` are set in it
public record Engine(
    String host,
    String version,
    ApiVersion apiVersion,
    Path dockerCli,
    Map<String, String> environment) {

  /// From this release on a bridge network can be isolated from the host itself.
  private static final int FIRST_WITH_ISOLATED_GATEWAYS = 28;

  public Engine {
    requireNonNull(host, "host is null");
    requireNonNull(version, "version is null");
    requireNonNull(apiVersion, "apiVersion is null");
    requireNonNull(dockerCli, "dockerCli is null");
    environment = Map.copyOf(environment);
  }

  /// Whether `gateway_mode_ipv4=isolated` is obeyed; older engines accept it, ignore it and say
  /// nothing.
  public boolean isolatesGateways() {
    return major() >= FIRST_WITH_ISOLATED_GATEWAYS;
  }

  private int major() {
    int end = 0;
    while (end < version.length() && Character.isDigit(version.charAt(end))) {
      end++;
    }
    return end == 0 || end > 6 ? 0 : Integer.parseInt(version.substring(0, end));
  }
}
