package dev.airlock.cli.session;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.github.dockerjava.api.async.ResultCallback;
import com.github.dockerjava.api.model.Frame;
import dev.airlock.cli.CliException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/// The file that gets every decision of broker and egress proxy, a line of JSON each, as it is
/// made.
///
/// Thread-safe: a line is written at once.
final class AuditFile implements AutoCloseable {
  private static final long LAST_LINES_SECONDS = 5;

  private final FileChannel file;
  private final List<Follower> followers = new ArrayList<>();
  private final List<String> containers = new ArrayList<>();

  private AuditFile(FileChannel file) {
    this.file = file;
  }

  static AuditFile open(String path) {
    try {
      return new AuditFile(
          FileChannel.open(
              Path.of(path), Set.of(StandardOpenOption.CREATE, StandardOpenOption.APPEND)));
    } catch (IOException e) {
      throw new CliException(
          e,
          "cannot write the audit file '" + path + "'",
          "name a file in a folder you can write to");
    }
  }

  /// Follows what a sidecar logs from its start on.
  void follow(EngineObjects objects, String container) {
    Follower follower = new Follower(this);
    objects
        .client()
        .logContainerCmd(container)
        .withStdOut(true)
        .withFollowStream(true)
        .exec(follower);
    followers.add(follower);
    containers.add(container);
  }

  /// Ends the sidecars, so that what they logged last is written too.
  void finish(EngineObjects objects) {
    containers.forEach(objects::kill);
    for (Follower follower : followers) {
      try {
        follower.awaitCompletion(LAST_LINES_SECONDS, TimeUnit.SECONDS);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return;
      }
    }
  }

  synchronized void write(String line) {
    try {
      ByteBuffer bytes = UTF_8.encode(line + "\n");
      while (bytes.hasRemaining()) {
        file.write(bytes);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    try {
      file.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Cuts a log into lines and keeps those that are decisions.
  private static final class Follower extends ResultCallback.Adapter<Frame> {
    private final AuditFile audit;
    private final StringBuilder rest = new StringBuilder();

    private Follower(AuditFile audit) {
      this.audit = audit;
    }

    @Override
    public void onNext(Frame frame) {
      rest.append(new String(frame.getPayload(), UTF_8));
      int end;
      while ((end = rest.indexOf("\n")) >= 0) {
        String line = rest.substring(0, end);
        rest.delete(0, end + 1);
        if (line.startsWith("{")) {
          audit.write(line);
        }
      }
    }
  }
}
