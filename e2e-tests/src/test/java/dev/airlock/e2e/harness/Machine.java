package dev.airlock.e2e.harness;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// A machine of the tests' own with the world outside and the built command, and no engine yet.
///
/// Its user is new: every folder in which the command keeps something is empty, save the one for
/// engines where that is to be kept for the next run.
public final class Machine implements AutoCloseable {
  private final FileChannel lock;
  private final Path folder;
  private final Map<String, String> environment;
  private final TestHost host;
  private final Outside outside;

  private Machine(String name, int number) {
    Path cache = Places.make(Places.cache());
    lock = lock(cache.resolve(name + ".lock"));
    folder = cache.resolve(name);
    Places.remove(run());
    environment = freshEnvironment();
    host = TestHost.create(number);
    outside = new Outside(host);
  }

  /// The machine for an engine, whose data stay in the cache for the next run.
  static Machine of(Suite suite) {
    return new Machine(suite.word(), suite.machine());
  }

  /// A machine on which nothing was ever set up.
  public static Machine bare() {
    Places.remove(Places.cache().resolve("bare"));
    return new Machine("bare", 2);
  }

  /// Two builds at once must not share a machine.
  private static FileChannel lock(Path file) {
    try {
      FileChannel channel =
          FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      channel.lock();
      return channel;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Map<String, String> freshEnvironment() {
    Map<String, String> variables = new HashMap<>(System.getenv());
    variables.keySet().removeIf(name -> name.startsWith("DOCKER_") || name.startsWith("SANDBOX_"));
    variables.put("HOME", Places.make(run().resolve("home")).toString());
    variables.put("XDG_CONFIG_HOME", Places.make(run().resolve("config")).toString());
    variables.put("XDG_STATE_HOME", Places.make(run().resolve("state")).toString());
    variables.put("XDG_CACHE_HOME", Places.make(run().resolve("cache")).toString());
    variables.put("XDG_RUNTIME_DIR", Places.make(runtimeFolder()).toString());
    variables.put("XDG_DATA_HOME", Places.make(folder.resolve("data")).toString());
    variables.put("TMPDIR", Places.make(run().resolve("tmp")).toString());
    return variables;
  }

  /// What lasts no longer than the tests.
  Path run() {
    return folder.resolve("run");
  }

  Path runtimeFolder() {
    return run().resolve("runtime");
  }

  public Path home() {
    return run().resolve("home");
  }

  /// Where set-up puts a private engine.
  public Path engineFolder() {
    return folder.resolve("data/sandbox/engine");
  }

  public TestHost host() {
    return host;
  }

  public Outside outside() {
    return outside;
  }

  /// A program on this machine.
  public Invocation command(List<String> words) {
    return new Invocation(host.enter(words), environment, Path.of("/"), Bytes.NONE);
  }

  /// The command under test, as typed in the root folder: a run chooses a workspace with `in`.
  public Invocation sandbox(String... arguments) {
    List<String> words = new ArrayList<>(List.of(Places.checkout().resolve("sandbox").toString()));
    words.addAll(List.of(arguments));
    return command(words);
  }

  /// The same, where the developer's own Docker, which set-up would prefer, cannot be seen.
  public Invocation sandboxWithoutOtherEngines(String... arguments) {
    List<String> words =
        new ArrayList<>(
            List.of(
                "unshare",
                "--mount",
                "--propagation",
                "slave",
                "--",
                "sh",
                "-c",
                "[ ! -S /run/docker.sock ] || mount --bind /dev/null /run/docker.sock; exec \"$@\"",
                "sh"));
    Invocation plain = sandbox(arguments);
    words.addAll(plain.command());
    return new Invocation(words, plain.environment(), plain.folder(), plain.input());
  }

  /// The Docker CLI of the private engine, asking the engine at an address.
  public Invocation docker(String dockerHost, String... arguments) {
    List<String> words = new ArrayList<>(List.of(engineFolder().resolve("bin/docker").toString()));
    words.addAll(List.of(arguments));
    return command(words)
        .with("DOCKER_HOST", dockerHost)
        .with("DOCKER_CONFIG", engineFolder().resolve("docker-config").toString());
  }

  /// Where the engine of this machine listens, as its own command line says.
  public Optional<String> engineAddress() {
    return engines()
        .flatMap(process -> process.arguments().stream())
        .map(argument -> argument.substring(argument.indexOf('=') + 1))
        .filter(argument -> argument.startsWith("unix://"))
        .findFirst();
  }

  private java.util.stream.Stream<TestHost.RunningProcess> engines() {
    return host.processes().stream().filter(process -> process.runs("dockerd"));
  }

  /// Ends the engine in order: it ends its containers and gives back its mounts.
  public void stopEngine() {
    engines()
        .map(process -> ProcessHandle.of(process.pid()))
        .flatMap(Optional::stream)
        .forEach(dockerd -> {
          dockerd.destroy();
          Deadline.await("end of dockerd", Duration.ofSeconds(30), () -> !dockerd.isAlive());
        });
  }

  @Override
  public void close() {
    stopEngine();
    outside.close();
    host.close();
    Places.remove(run());
    try {
      lock.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
