package dev.airlock.cli.engine;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.airlock.cli.CliException;
import java.io.File;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What came of looking for an engine, tools aside.
public sealed interface EngineSearch {

  /// One answers.
  record Found(EngineAddress address, String version, ApiVersion apiVersion)
      implements EngineSearch {}

  /// The private engine is installed and does not run.
  record Stopped(PrivatePrefix prefix) implements EngineSearch {}

  /// There is none; the notes say which sockets were there and dead.
  record Nothing(List<String> notes) implements EngineSearch {
    public Nothing {
      notes = List.copyOf(notes);
    }
  }

  /// Looks in the order in which a user means it: what he named, what his Docker CLI uses, the
  /// usual places, our own.
  ///
  /// @throws CliException where the one that is named does not answer, or the one that answers is
  ///   too old
  static EngineSearch search(Map<String, String> environment) {
    Optional<EngineAddress> named = named(environment);
    if (named.isPresent()) {
      return ask(named.get(), environment);
    }
    List<String> notes = new ArrayList<>();
    for (EngineAddress address : defaultSockets(environment)) {
      try {
        return found(address, version(address, environment));
      } catch (AccessDeniedException e) {
        throw new CliException(
            e,
            "no permission for the engine's socket '" + address.host() + "'",
            "add yourself to the group that owns it, or run as root");
      } catch (IOException e) {
        notes.add("'" + address.host() + "' does not answer: " + reason(e));
      }
    }
    PrivatePrefix prefix = PrivatePrefix.of(environment);
    if (Files.exists(prefix.socket())) {
      EngineAddress ours = EngineAddress.unix(prefix.socket().toString(), "sandbox setup");
      try {
        return found(ours, version(ours, environment));
      } catch (IOException e) {
        notes.add("'" + ours.host() + "' does not answer: " + reason(e));
      }
    }
    return prefix.hasEngine() ? new Stopped(prefix) : new Nothing(notes);
  }

  private static Optional<EngineAddress> named(Map<String, String> environment) {
    String host = environment.getOrDefault("DOCKER_HOST", "");
    if (host.isEmpty()) {
      return DockerContexts.of(environment).current(environment);
    }
    Map<String, String> variables = new HashMap<>();
    String verify = environment.getOrDefault("DOCKER_TLS_VERIFY", "");
    if (!verify.isEmpty()) {
      variables.put("DOCKER_TLS_VERIFY", verify);
    }
    return Optional.of(new EngineAddress(host, "DOCKER_HOST", variables));
  }

  private static List<EngineAddress> defaultSockets(Map<String, String> environment) {
    List<String> paths = new ArrayList<>(List.of("/var/run/docker.sock"));
    String runtime = environment.getOrDefault("XDG_RUNTIME_DIR", "");
    if (!runtime.isEmpty()) {
      paths.add(runtime + "/docker.sock");
    }
    Path home = PrivatePrefix.home(environment);
    paths.add(home.resolve(".docker/run/docker.sock").toString());
    paths.add(home.resolve(".docker/desktop/docker.sock").toString());
    paths.add(home.resolve(".colima/default/docker.sock").toString());
    paths.add(home.resolve(".orbstack/run/docker.sock").toString());
    paths.add(home.resolve(".rd/docker.sock").toString());
    return paths.stream()
        .filter(path -> Files.exists(Path.of(path)))
        .map(path -> EngineAddress.unix(path, "a default socket"))
        .toList();
  }

  private static EngineSearch ask(EngineAddress address, Map<String, String> environment) {
    try {
      return found(address, version(address, environment));
    } catch (IOException e) {
      throw new CliException(
          e,
          "the engine at '%s' (%s) does not answer: %s"
              .formatted(address.host(), address.origin(), reason(e)),
          address.origin().equals("DOCKER_HOST")
              ? "start it, or unset DOCKER_HOST to use another"
              : "start it, or choose another with 'docker context use'");
    }
  }

  private static Found found(EngineAddress address, JsonNode answer) throws IOException {
    ApiVersion api =
        ApiVersion.parse(answer.path("ApiVersion").asText(""))
            .orElseThrow(() -> new IOException("it does not say which API it speaks"));
    String version = answer.path("Version").asText("unknown");
    if (api.compareTo(ApiVersion.LOWEST) < 0) {
      throw new CliException(
          "the engine at '%s' is too old: version %s with API %s, but %s is needed"
              .formatted(address.host(), version, api, ApiVersion.LOWEST),
          "upgrade it to version 26 or newer (28 or newer for every feature)");
    }
    return new Found(address, version, api);
  }

  private static JsonNode version(EngineAddress address, Map<String, String> environment)
      throws IOException {
    if (EngineRequest.speaks(address)) {
      return EngineRequest.get(address.host(), "/version");
    }
    DockerTools tools =
        DockerTools.find(environment)
            .orElseThrow(
                () -> new IOException("a Docker CLI with Compose is needed to speak to it"));
    ProcessBuilder builder =
        new ProcessBuilder(tools.cli().toString(), "version", "--format", "{{json .Server}}")
            .redirectInput(ProcessBuilder.Redirect.from(new File("/dev/null")))
            .redirectErrorStream(true);
    builder.environment().putAll(tools.variables());
    builder.environment().putAll(address.variables());
    builder.environment().put("DOCKER_HOST", address.host());
    Process process = builder.start();
    byte[] output = process.getInputStream().readNBytes(1 << 20);
    try {
      if (process.waitFor() != 0) {
        throw new IOException(new String(output, java.nio.charset.StandardCharsets.UTF_8).strip());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
    return new JsonMapper().readTree(output);
  }

  private static String reason(IOException e) {
    return e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
  }
}
