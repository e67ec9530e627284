package dev.airlock.cli.engine;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.airlock.cli.CliException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;

/// The Docker CLI's contexts, as it keeps them on disk: `config.json` names the current one,
/// `contexts/meta/<digest of the name>/meta.json` says where its engine is.
final class DockerContexts {
  private static final JsonMapper JSON = new JsonMapper();

  private final Path folder;

  private DockerContexts(Path folder) {
    this.folder = folder;
  }

  static DockerContexts of(Map<String, String> environment) {
    String folder = environment.getOrDefault("DOCKER_CONFIG", "");
    return new DockerContexts(
        folder.isEmpty() ? PrivatePrefix.home(environment).resolve(".docker") : Path.of(folder));
  }

  Path folder() {
    return folder;
  }

  /// The address of the context in use; empty for the built-in `default`.
  Optional<EngineAddress> current(Map<String, String> environment) {
    String named = environment.getOrDefault("DOCKER_CONTEXT", "");
    String name = named.isEmpty() ? configured() : named;
    return name.isEmpty() || name.equals("default") ? Optional.empty() : Optional.of(address(name));
  }

  private String configured() {
    Path config = folder.resolve("config.json");
    if (!Files.exists(config)) {
      return "";
    }
    return read(config, "the Docker CLI's configuration").path("currentContext").asText("");
  }

  private EngineAddress address(String name) {
    String digest = sha256(name);
    String origin = "Docker context '" + name + "'";
    Path meta = folder.resolve("contexts/meta").resolve(digest).resolve("meta.json");
    if (!Files.exists(meta)) {
      throw new CliException(
          "Docker context '" + name + "' does not exist", "see 'docker context ls'");
    }
    JsonNode endpoint = read(meta, origin).path("Endpoints").path("docker");
    String host = endpoint.path("Host").asText("");
    if (host.isEmpty()) {
      throw new CliException(
          origin + " names no engine", "choose another with 'docker context use'");
    }
    Map<String, String> variables = new HashMap<>();
    Path certificates = folder.resolve("contexts/tls").resolve(digest).resolve("docker");
    if (Files.isDirectory(certificates)) {
      variables.put("DOCKER_CERT_PATH", certificates.toString());
      variables.put("DOCKER_TLS_VERIFY", endpoint.path("SkipTLSVerify").asBoolean() ? "" : "1");
    }
    return new EngineAddress(host, origin, variables);
  }

  private static JsonNode read(Path file, String what) {
    try {
      return JSON.readTree(Files.readAllBytes(file));
    } catch (IOException e) {
      throw new CliException(
          e, what + " cannot be read from '" + file + "'", "repair or remove that file");
    }
  }

  private static String sha256(String text) {
    try {
      return HexFormat.of()
          .formatHex(
              MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
