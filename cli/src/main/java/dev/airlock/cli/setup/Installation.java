package dev.airlock.cli.setup;

import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.airlock.cli.CliException;
import dev.airlock.cli.engine.PrivatePrefix;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Optional;

/// What is in the private prefix.
///
/// @param suite where the engine's parts came from
/// @param packages their file names, with versions
public record Installation(String suite, List<String> packages) {
  private static final JsonMapper JSON = new JsonMapper();

  public Installation {
    packages = List.copyOf(packages);
  }

  static Optional<Installation> read(PrivatePrefix prefix) {
    if (!Files.exists(prefix.manifest())) {
      return Optional.empty();
    }
    try {
      return Optional.of(JSON.readValue(Files.readAllBytes(prefix.manifest()), Installation.class));
    } catch (IOException e) {
      throw new CliException(
          e,
          "'" + prefix.manifest() + "' is not a manifest of sandbox's",
          "run 'sandbox setup --remove' and 'sandbox setup'");
    }
  }

  void write(PrivatePrefix prefix) throws IOException {
    Path partial = prefix.folder().resolve("manifest.partial");
    Files.write(partial, JSON.writerWithDefaultPrettyPrinter().writeValueAsBytes(this));
    Files.move(partial, prefix.manifest(), StandardCopyOption.ATOMIC_MOVE);
  }
}
