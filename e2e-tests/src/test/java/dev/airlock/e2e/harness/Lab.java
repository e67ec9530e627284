package dev.airlock.e2e.harness;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/// Everything a test needs: a machine with an engine and the images on it, the world outside, and
/// the built command.
///
/// The engine is set up as a user would: by `sandbox setup`, into a cache outside the checkout, so
/// that a second run finds it there. It runs for as long as the tests do.
public final class Lab implements AutoCloseable {
  /// The first run downloads an engine and builds the images.
  private static final Duration SETUP_LIMIT = Duration.ofMinutes(30);

  private final Machine machine;
  private final AtomicInteger count = new AtomicInteger();
  private String dockerHost = "";

  private Lab(Machine machine) {
    this.machine = machine;
  }

  static Lab open(Suite suite) {
    Lab lab = new Lab(Machine.of(suite));
    try {
      lab.setUp(suite);
    } catch (RuntimeException | Error e) {
      lab.close();
      throw e;
    }
    return lab;
  }

  private void setUp(Suite suite) {
    machine
        .sandboxWithoutOtherEngines("setup", "--engine-suite", suite.word(), "--dind", "rootless")
        .run(SETUP_LIMIT)
        .expect(0);
    dockerHost =
        machine
            .engineAddress()
            .orElseThrow(() -> new AssertionError("no dockerd among " + host().processes()));
    String version = ask("version", "--format", "{{.Server.Version}}");
    if (!version.startsWith(suite.versionPrefix())) {
      throw new IllegalStateException("the engine of " + suite.word() + " is " + version);
    }
    // What a killed run left is not this run's fault, and would be held against it.
    sandbox("prune").run().expect(0);
    removeAll("rm --force", "ps --all --quiet");
    removeAll("volume rm", "volume ls --quiet");
    removeAll("network rm", "network ls --quiet --filter type=custom");
  }

  private void removeAll(String removal, String list) {
    List<String> found = ask(list.split(" ")).lines().toList();
    if (!found.isEmpty()) {
      ask(Stream.concat(Stream.of(removal.split(" ")), found.stream()).toArray(String[]::new));
    }
  }

  /// The machine that the engine and the command run on.
  public TestHost host() {
    return machine.host();
  }

  public Outside outside() {
    return machine.outside();
  }

  /// The user's home folder.
  public Path home() {
    return machine.home();
  }

  Path runtimeFolder() {
    return machine.runtimeFolder();
  }

  /// The command under test, typed in the root folder: a run chooses a workspace with `in`.
  public Invocation sandbox(String... arguments) {
    return machine.sandbox(arguments).with("DOCKER_HOST", dockerHost);
  }

  /// The Docker CLI on the machine itself, past every broker: the eye on what is really there.
  public Invocation docker(String... arguments) {
    return machine.docker(dockerHost, arguments);
  }

  /// Standard output of a Docker command that succeeds, without the white space around it.
  public String ask(String... arguments) {
    return docker(arguments).run().expect(0).answer();
  }

  /// A copy of what is asked of the engine from now on by whoever uses the tap as `DOCKER_HOST`.
  public EngineTap tap() {
    Path socket = machine.run().resolve("tap-" + count.incrementAndGet() + ".sock");
    return new EngineTap(socket, Path.of(dockerHost.substring("unix://".length())));
  }

  /// A new empty workspace that belongs to an ordinary user.
  public Workspace workspace() {
    return Workspace.create(
        Places.make(machine.run().resolve("workspaces")).resolve("w" + count.incrementAndGet()));
  }

  /// A folder for a test's own use that is no workspace; it belongs to root.
  public Path scratch() {
    return Places.make(machine.run().resolve("scratch").resolve("s" + count.incrementAndGet()));
  }

  /// What there is on the machine now.
  public Snapshot snapshot() {
    return Snapshot.of(this);
  }

  @Override
  public void close() {
    machine.close();
  }
}
