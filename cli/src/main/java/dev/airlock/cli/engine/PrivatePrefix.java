package dev.airlock.cli.engine;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.zip.CRC32C;

/// Where the parts are that `sandbox setup` brought: everything below one folder, save what must be
/// gone after a reboot and needs a short path, which is below `/run`.
///
/// @param folder `~/.local/share/sandbox/engine`
/// @param runtime sockets, process id, mounts of running containers
public record PrivatePrefix(Path folder, Path runtime) {

  public static PrivatePrefix of(Map<String, String> environment) {
    Path folder = dataFolder(environment).resolve("engine");
    // Two homes may each have one; a socket's path has about a hundred characters.
    CRC32C sum = new CRC32C();
    sum.update(folder.toString().getBytes(StandardCharsets.UTF_8));
    return new PrivatePrefix(folder, Path.of("/run/sandbox-engine-%08x".formatted(sum.getValue())));
  }

  private static Path dataFolder(Map<String, String> environment) {
    String data = environment.getOrDefault("XDG_DATA_HOME", "");
    // The specification of these variables: a relative path is to be ignored.
    return data.startsWith("/")
        ? Path.of(data, "sandbox")
        : home(environment).resolve(".local/share/sandbox");
  }

  static Path home(Map<String, String> environment) {
    String home = environment.getOrDefault("HOME", "");
    return Path.of(home.isEmpty() ? System.getProperty("user.home") : home);
  }

  /// The unpacked packages.
  public Path root() {
    return folder.resolve("root");
  }

  /// Links to the executables among them.
  public Path bin() {
    return folder.resolve("bin");
  }

  /// A `DOCKER_CONFIG` whose plug-ins are ours.
  public Path dockerConfig() {
    return folder.resolve("docker-config");
  }

  public Path dockerCli() {
    return bin().resolve("docker");
  }

  public Path plugin(String name) {
    return dockerConfig().resolve("cli-plugins").resolve(name);
  }

  /// What was installed; written last, so that half an installation is none.
  public Path manifest() {
    return folder.resolve("manifest.json");
  }

  public Path dataRoot() {
    return folder.resolve("data");
  }

  public Path log() {
    return folder.resolve("dockerd.log");
  }

  public Path socket() {
    return runtime.resolve("docker.sock");
  }

  public Path pidFile() {
    return runtime.resolve("docker.pid");
  }

  public Path execRoot() {
    return runtime.resolve("exec");
  }

  public String host() {
    return "unix://" + socket();
  }

  /// Whether an engine was installed here, running or not.
  public boolean hasEngine() {
    return Files.exists(manifest()) && Files.exists(bin().resolve("dockerd"));
  }

  /// Whether the command-line tools were.
  public Optional<Path> installedCli() {
    return Files.exists(manifest()) && Files.isExecutable(dockerCli())
        ? Optional.of(dockerCli())
        : Optional.empty();
  }
}
