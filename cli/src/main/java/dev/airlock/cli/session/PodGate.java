package dev.airlock.cli.session;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.github.dockerjava.api.async.ResultCallback;
import com.github.dockerjava.api.model.Frame;
import com.github.dockerjava.api.model.StreamType;
import dev.airlock.cli.CliException;
import java.io.IOException;
import java.io.InputStream;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/// A process of ours inside the pod. It proves that the engine's machine is out of reach, waits for
/// the sidecars, and then holds the pod: its standard input is this process's, and the pod ends
/// with it, however this process ends.
final class PodGate implements AutoCloseable {
  private final PipedOutputStream hold;
  private final CompletableFuture<List<String>> ready;

  private PodGate(PipedOutputStream hold, CompletableFuture<List<String>> ready) {
    this.hold = hold;
    this.ready = ready;
  }

  /// @param probes addresses that must not answer
  /// @param sidecars `name=host:port` of what must answer
  static PodGate open(
      EngineObjects objects, String pod, int port, List<String> probes, List<String> sidecars) {
    List<String> command = new ArrayList<>(List.of("bash", "-c", script(), "gate"));
    command.add(String.valueOf(port));
    command.addAll(probes);
    command.add("--");
    command.addAll(sidecars);
    String exec =
        objects
            .client()
            .execCreateCmd(pod)
            .withAttachStdin(true)
            .withAttachStdout(true)
            .withAttachStderr(true)
            .withCmd(command.toArray(String[]::new))
            .exec()
            .getId();
    CompletableFuture<List<String>> ready = new CompletableFuture<>();
    try {
      PipedOutputStream hold = new PipedOutputStream();
      PipedInputStream input = new PipedInputStream(hold);
      objects.client().execStartCmd(exec).withStdIn(input).exec(new Lines(ready));
      return new PodGate(hold, ready);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Completes with what was found; empty if all is as it must be.
  CompletableFuture<List<String>> ready() {
    return ready;
  }

  @Override
  public void close() {
    try {
      hold.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String script() {
    try (InputStream in = PodGate.class.getResourceAsStream("gate.sh")) {
      if (in == null) {
        throw new IllegalStateException("gate.sh is missing from the jar");
      }
      return new String(in.readAllBytes(), UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Collects the lines up to `ready`.
  private static final class Lines extends ResultCallback.Adapter<Frame> {
    private final CompletableFuture<List<String>> ready;
    private final StringBuilder text = new StringBuilder();
    private final StringBuilder errors = new StringBuilder();

    private Lines(CompletableFuture<List<String>> ready) {
      this.ready = ready;
    }

    @Override
    public void onNext(Frame frame) {
      String part = new String(frame.getPayload(), UTF_8);
      if (frame.getStreamType() == StreamType.STDERR) {
        errors.append(part);
        return;
      }
      text.append(part);
      List<String> lines = text.toString().lines().toList();
      if (lines.contains("ready")) {
        ready.complete(lines.stream().filter(line -> !line.equals("ready")).toList());
      }
    }

    @Override
    public void onError(Throwable failure) {
      ready.completeExceptionally(failure);
      super.onError(failure);
    }

    @Override
    public void onComplete() {
      ready.completeExceptionally(
          new CliException(
              "the start-up check in the pod ended early: " + errors.toString().strip(),
              "rebuild the images if they are not of this version: sandbox setup"));
      super.onComplete();
    }
  }
}
