package dev.airlock.e2e.harness;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// A process that runs; closing kills what is left of it.
public final class Started implements AutoCloseable {
  private final List<String> command;
  private final Process process;
  private final long begin = System.nanoTime();
  private final Collected stdout;
  private final Collected stderr;

  Started(List<String> command, Process process, byte[] input) {
    this.command = command;
    this.process = process;
    stdout = new Collected(process.getInputStream());
    stderr = new Collected(process.getErrorStream());
    // Platform threads: reading a child's output holds the carrier of a virtual one.
    Thread.ofPlatform().daemon().start(stdout);
    Thread.ofPlatform().daemon().start(stderr);
    write(input);
  }

  public long pid() {
    return process.pid();
  }

  /// Sends bytes to standard input; an end of the reader is not an error.
  public void write(byte[] bytes) {
    try {
      process.getOutputStream().write(bytes);
      process.getOutputStream().flush();
    } catch (IOException readerIsGone) {
      // the exit status says what happened
    }
  }

  public void closeInput() {
    try {
      process.getOutputStream().close();
    } catch (IOException readerIsGone) {
      // the exit status says what happened
    }
  }

  /// Sends a signal by its name, such as `TERM`, to this process alone.
  public void signal(String name) {
    Invocation.of("kill", "-" + name, String.valueOf(process.pid())).run().expect(0);
  }

  /// Waits until standard output has that text.
  public void awaitOutput(String text, Duration limit) {
    Deadline.await(
        "'" + text + "' on standard output",
        limit,
        () -> {
          if (stdout.text().contains(text)) {
            return true;
          }
          if (!process.isAlive()) {
            throw new AssertionError(
                "ended without '" + text + "'\n" + await(Duration.ofSeconds(5)));
          }
          return false;
        });
  }

  public boolean runs() {
    return process.isAlive();
  }

  public String outSoFar() {
    return stdout.text();
  }

  public String errSoFar() {
    return stderr.text();
  }

  /// Waits for its end.
  ///
  /// @throws AssertionError with all it said when it does not end in time
  public Finished await(Duration limit) {
    try {
      boolean ended = process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS);
      if (!ended) {
        process.destroyForcibly();
        throw new AssertionError(
            "still running after %d s: %s%n--- stdout%n%s%n--- stderr%n%s"
                .formatted(limit.toSeconds(), command, stdout.text(), stderr.text()));
      }
      // Whoever inherited the pipes (a daemon that was started) must not hold us up for ever.
      stdout.awaitEnd(Duration.ofSeconds(5));
      stderr.awaitEnd(Duration.ofSeconds(5));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
    return new Finished(
        command,
        process.exitValue(),
        Bytes.of(stdout.bytes()),
        Bytes.of(stderr.bytes()),
        Duration.ofNanos(System.nanoTime() - begin));
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }

  /// A stream read to its end in the background.
  private static final class Collected implements Runnable {
    private final InputStream source;
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final java.util.concurrent.CountDownLatch end =
        new java.util.concurrent.CountDownLatch(1);

    Collected(InputStream source) {
      this.source = source;
    }

    @Override
    public void run() {
      byte[] buffer = new byte[8192];
      try {
        for (int count = source.read(buffer); count >= 0; count = source.read(buffer)) {
          synchronized (bytes) {
            bytes.write(buffer, 0, count);
          }
        }
      } catch (IOException closedByUs) {
        // what came is what we have
      } finally {
        end.countDown();
      }
    }

    void awaitEnd(Duration limit) throws InterruptedException {
      boolean ended = end.await(limit.toMillis(), TimeUnit.MILLISECONDS);
      if (!ended) {
        try {
          source.close();
        } catch (IOException e) {
          throw new UncheckedIOException(e);
        }
      }
    }

    byte[] bytes() {
      synchronized (bytes) {
        return bytes.toByteArray();
      }
    }

    String text() {
      return new String(bytes(), StandardCharsets.UTF_8);
    }
  }
}
