package dev.airlock.e2e.harness;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

/// Everything a test needs: a machine with an engine and the images on it, the world outside, and
/// the built command.
///
/// The engine is set up as a user would: by `sandbox setup`, into a cache outside the checkout, so
/// that a second run finds it there. It runs for as long as the tests do.
public final class Lab implements AutoCloseable {
  private static final Duration SETUP_LIMIT = Duration.ofMinutes(20);

  private final Suite suite;
  private final FileChannel lock;
  private final TestHost host;
  private final Outside outside;
  private final Path folder;
  private final Map<String, String> environment;
  private final AtomicInteger count = new AtomicInteger();
  private String dockerHost = "";

  private Lab(Suite suite) {
    this.suite = suite;
    Path cache = Places.make(Places.cache());
    lock = lock(cache.resolve(suite.word() + ".lock"));
    folder = cache.resolve(suite.word());
    Places.remove(folder.resolve("run"));
    environment = environment();
    host = TestHost.create(suite.machine());
    outside = new Outside(host);
  }

  static Lab open(Suite suite) {
    Lab lab = new Lab(suite);
    try {
      lab.setUp();
    } catch (RuntimeException | Error e) {
      lab.close();
      throw e;
    }
    return lab;
  }

  /// Two builds on one machine must not share an engine.
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

  private Map<String, String> environment() {
    Map<String, String> variables = new HashMap<>(System.getenv());
    variables.keySet().removeIf(name -> name.startsWith("DOCKER_") || name.startsWith("SANDBOX_"));
    Path run = folder.resolve("run");
    variables.put("HOME", Places.make(run.resolve("home")).toString());
    variables.put("XDG_CONFIG_HOME", Places.make(run.resolve("config")).toString());
    variables.put("XDG_STATE_HOME", Places.make(run.resolve("state")).toString());
    variables.put("XDG_CACHE_HOME", Places.make(run.resolve("cache")).toString());
    variables.put("XDG_RUNTIME_DIR", Places.make(run.resolve("runtime")).toString());
    variables.put("XDG_DATA_HOME", Places.make(folder.resolve("data")).toString());
    variables.put("TMPDIR", Places.make(run.resolve("tmp")).toString());
    return variables;
  }

  private void setUp() {
    sandbox("setup", "--engine-suite", suite.word()).run(SETUP_LIMIT).expect(0);
    dockerHost = engineSocket();
    environment.put("DOCKER_HOST", dockerHost);
    String version = docker("version", "--format", "{{.Server.Version}}").run().expect(0).answer();
    if (!version.startsWith(suite.versionPrefix())) {
      throw new IllegalStateException("the engine of " + suite.word() + " is " + version);
    }
    // What a killed run left is not this run's fault, and would be held against it.
    sandbox("prune").run().expect(0);
  }

  /// Where the engine listens, as its own command line says.
  private String engineSocket() {
    return host.processes().stream()
        .filter(process -> process.runs("dockerd"))
        .flatMap(process -> process.arguments().stream())
        .map(argument -> argument.substring(argument.indexOf('=') + 1))
        .filter(argument -> argument.startsWith("unix://"))
        .findFirst()
        .orElseThrow(() -> new AssertionError("no dockerd among " + host.processes()));
  }

  /// The machine that the engine and the command run on.
  public TestHost host() {
    return host;
  }

  public Outside outside() {
    return outside;
  }

  /// Where the engine listens, in the form of `DOCKER_HOST`.
  public String dockerHost() {
    return dockerHost;
  }

  /// The command under test, as typed in a fresh workspace.
  public Invocation sandbox(String... arguments) {
    return bare(arguments).in(Path.of("/"));
  }

  private Invocation bare(String... arguments) {
    List<String> command =
        new ArrayList<>(List.of(Places.checkout().resolve("sandbox").toString()));
    command.addAll(List.of(arguments));
    return new Invocation(host.enter(command), environment, Path.of("/"), Bytes.NONE);
  }

  /// The Docker CLI on the machine itself, past every broker: the eye on what is really there.
  public Invocation docker(String... arguments) {
    Path engine = folder.resolve("data/sandbox/engine");
    List<String> command = new ArrayList<>(List.of(engine.resolve("bin/docker").toString()));
    command.addAll(List.of(arguments));
    return new Invocation(host.enter(command), environment, Path.of("/"), Bytes.NONE)
        .with("DOCKER_CONFIG", engine.resolve("docker-config").toString());
  }

  /// Standard output of a Docker command that succeeds, without the white space around it.
  public String ask(String... arguments) {
    return docker(arguments).run().expect(0).answer();
  }

  /// A copy of what is asked of the engine from now on by whoever uses the tap as `DOCKER_HOST`.
  public EngineTap tap() {
    Path socket = folder.resolve("run").resolve("tap-" + count.incrementAndGet() + ".sock");
    return new EngineTap(socket, Path.of(dockerHost.substring("unix://".length())));
  }

  /// A new empty workspace that belongs to an ordinary user.
  public Workspace workspace() {
    return Workspace.create(
        Places.make(folder.resolve("run/workspaces")).resolve("w" + count.incrementAndGet()));
  }

  /// A folder for a test's own use that is no workspace.
  public Path scratch() {
    return Places.make(folder.resolve("run/scratch").resolve("s" + count.incrementAndGet()));
  }

  /// What there is on the machine now.
  public Snapshot snapshot() {
    return Snapshot.of(this);
  }

  /// The value of a variable that every command of this lab gets.
  public Path home() {
    return Path.of(environment.getOrDefault("HOME", "/"));
  }

  Path runtimeFolder() {
    return folder.resolve("run/runtime");
  }

  @Override
  public void close() {
    stopEngine();
    outside.close();
    host.close();
    try {
      if (Files.exists(folder.resolve("run"))) {
        Places.remove(folder.resolve("run"));
      }
      lock.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// The engine ends its containers and gives back its mounts.
  private void stopEngine() {
    host.processes().stream()
        .filter(process -> process.runs("dockerd"))
        .map(process -> ProcessHandle.of(process.pid()))
        .flatMap(Optional::stream)
        .forEach(dockerd -> {
          dockerd.destroy();
          Deadline.await("end of dockerd", Duration.ofSeconds(30), () -> !dockerd.isAlive());
        });
  }
}
