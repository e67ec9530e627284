package dev.airlock.e2e.harness;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// A process to be started: immutable, so that tests can keep one and vary it.
///
/// @param environment the whole environment
/// @param input what standard input gives before it ends
public record Invocation(
    List<String> command, Map<String, String> environment, Path folder, Bytes input) {

  /// More than anything here takes, unless an image has to be built.
  public static final Duration LIMIT = Duration.ofMinutes(3);

  public Invocation {
    command = List.copyOf(command);
    environment = Map.copyOf(environment);
  }

  /// A command of this machine, in the test's own environment.
  public static Invocation of(String... command) {
    return new Invocation(List.of(command), System.getenv(), Path.of("/"), Bytes.NONE);
  }

  public Invocation with(String name, String value) {
    Map<String, String> changed = new HashMap<>(environment);
    changed.put(name, value);
    return new Invocation(command, changed, folder, input);
  }

  public Invocation without(String name) {
    Map<String, String> changed = new HashMap<>(environment);
    changed.remove(name);
    return new Invocation(command, changed, folder, input);
  }

  public Invocation and(String... more) {
    List<String> longer = new ArrayList<>(command);
    longer.addAll(List.of(more));
    return new Invocation(longer, environment, folder, input);
  }

  public Invocation in(Path where) {
    return new Invocation(command, environment, where, input);
  }

  public Invocation stdin(byte[] bytes) {
    return new Invocation(command, environment, folder, Bytes.of(bytes));
  }

  public Invocation stdin(String text) {
    return stdin(text.getBytes(StandardCharsets.UTF_8));
  }

  public Finished run() {
    return run(LIMIT);
  }

  public Finished run(Duration limit) {
    try (Started started = start()) {
      started.closeInput();
      return started.await(limit);
    }
  }

  /// Starts it and leaves standard input open after {@link #input()}.
  public Started start() {
    ProcessBuilder builder = new ProcessBuilder(signalsAsUsual());
    builder.environment().clear();
    builder.environment().putAll(environment);
    builder.directory(folder.toFile());
    try {
      return new Started(command, builder.start(), input.toArray());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Continuous integration often runs with SIGINT or SIGHUP ignored, which children inherit.
  private List<String> signalsAsUsual() {
    List<String> wrapped = new ArrayList<>(List.of("env", "--default-signal=INT,HUP,QUIT,PIPE"));
    wrapped.addAll(command);
    return wrapped;
  }
}
