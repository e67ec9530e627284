package dev.airlock.cli.session;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.airlock.cli.CliException;
import dev.airlock.cli.engine.Engine;
import dev.airlock.compose.SessionPaths;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/// Gives a private engine copies of images of the user's engine, by a pipe from the one to the
/// other: nothing is pulled.
final class EngineSeed {
  private static final int LONGEST_REASON = 600;

  private EngineSeed() {}

  /// Returns when the private engine has every image.
  static void load(Engine engine, EngineObjects objects, String container, List<String> images)
      throws InterruptedException {
    List<String> missing = new ArrayList<>();
    for (String image : images) {
      if (!has(engine, container, image, objects.imageId(image))) {
        missing.add(image);
      }
    }
    if (!missing.isEmpty()) {
      copy(engine, container, missing);
    }
  }

  /// Whether it is there from an earlier session.
  private static boolean has(Engine engine, String container, String image, String id)
      throws InterruptedException {
    List<ProcessBuilder> inspect =
        List.of(inside(engine, container, "image", "inspect", "--format={{.Id}}", "--", image));
    return run(inspect).output().strip().equals(id);
  }

  private static void copy(Engine engine, String container, List<String> images)
      throws InterruptedException {
    List<String> save = new ArrayList<>(List.of("image", "save", "--"));
    save.addAll(images);
    Ended ended =
        run(List.of(docker(engine, save), inside(engine, container, "image", "load", "--quiet")));
    if (!ended.succeeded()) {
      throw new CliException(
          "the private engine did not take the images %s: %s"
              .formatted(String.join(", ", images), ended.reason()),
          "is the disk where the engine keeps its data full? 'docker system df'");
    }
  }

  private static ProcessBuilder inside(Engine engine, String container, String... arguments) {
    List<String> words =
        new ArrayList<>(
            List.of(
                "exec",
                "--interactive",
                container,
                "docker",
                "--host=unix://" + SessionPaths.SOCKET));
    words.addAll(List.of(arguments));
    return docker(engine, words);
  }

  private static ProcessBuilder docker(Engine engine, List<String> arguments) {
    List<String> command = new ArrayList<>(List.of(engine.dockerCli().toString()));
    command.addAll(arguments);
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().clear();
    builder.environment().putAll(engine.environment());
    return builder;
  }

  /// How a pipeline ended.
  private record Ended(boolean succeeded, String output, String errors) {
    String reason() {
      String reason = errors.isBlank() ? "it gave no reason" : errors.strip();
      return reason.length() > LONGEST_REASON ? reason.substring(0, LONGEST_REASON) + "…" : reason;
    }
  }

  private static Ended run(List<ProcessBuilder> pipeline) throws InterruptedException {
    List<Process> processes;
    try {
      processes = ProcessBuilder.startPipeline(pipeline);
    } catch (IOException e) {
      throw new CliException(
          e,
          "cannot run '" + pipeline.getFirst().command().getFirst() + "'",
          "is it still there? 'sandbox setup' brings one");
    }
    try {
      boolean succeeded = true;
      for (Process process : processes) {
        succeeded &= process.waitFor() == 0;
      }
      StringBuilder errors = new StringBuilder();
      for (Process process : processes) {
        errors.append(new String(process.getErrorStream().readAllBytes(), UTF_8));
      }
      return new Ended(
          succeeded,
          new String(processes.getLast().getInputStream().readAllBytes(), UTF_8),
          errors.toString());
    } catch (IOException e) {
      throw new CliException(e, "cannot read what docker says: " + e.getMessage(), "run it again");
    } finally {
      processes.forEach(Process::destroyForcibly);
    }
  }
}
