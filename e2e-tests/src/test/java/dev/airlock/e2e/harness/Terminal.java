package dev.airlock.e2e.harness;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// A command on a pseudo-terminal: what is typed, what is shown, and the window's size.
public final class Terminal implements AutoCloseable {
  private static final long UNLOCK = 0x40045431L; // TIOCSPTLCK
  private static final long NUMBER = 0x80045430L; // TIOCGPTN
  private static final long SIZE = 0x5414L; // TIOCSWINSZ

  private final int master;
  private final Process process;
  private final ByteArrayOutputStream shown = new ByteArrayOutputStream();

  private Terminal(int master, Process process) {
    this.master = master;
    this.process = process;
  }

  /// Starts a command whose three standard streams and controlling terminal are the
  /// pseudo-terminal.
  public static Terminal start(Invocation invocation, int rows, int columns) {
    int master = Posix.open("/dev/ptmx", Posix.O_RDWR | Posix.O_NOCTTY);
    Path slave = unlock(master);
    resize(master, rows, columns);
    List<String> command =
        new ArrayList<>(
            List.of("env", "--default-signal=INT,HUP,QUIT,PIPE", "setsid", "--ctty", "--wait"));
    command.addAll(invocation.command());
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().clear();
    builder.environment().putAll(invocation.environment());
    builder.environment().put("TERM", "xterm");
    builder.directory(invocation.folder().toFile());
    builder.redirectInput(slave.toFile());
    builder.redirectOutput(ProcessBuilder.Redirect.appendTo(slave.toFile()));
    builder.redirectErrorStream(true);
    try {
      Terminal terminal = new Terminal(master, builder.start());
      Thread.ofPlatform().daemon().name("terminal").start(terminal::collect);
      return terminal;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Path unlock(int master) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment number = arena.allocate(ValueLayout.JAVA_INT);
      Posix.control(master, UNLOCK, number);
      Posix.control(master, NUMBER, number);
      return Path.of("/dev/pts/" + number.get(ValueLayout.JAVA_INT, 0));
    }
  }

  private static void resize(int master, int rows, int columns) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment size =
          arena.allocateFrom(
              ValueLayout.JAVA_SHORT, (short) rows, (short) columns, (short) 0, (short) 0);
      Posix.control(master, SIZE, size);
    }
  }

  /// Changes the window's size; the kernel tells the foreground processes.
  public void resize(int rows, int columns) {
    resize(master, rows, columns);
  }

  public void type(String keys) {
    Posix.write(master, keys.getBytes(StandardCharsets.UTF_8));
  }

  /// Everything shown so far.
  public String shown() {
    synchronized (shown) {
      return shown.toString(StandardCharsets.UTF_8);
    }
  }

  public void awaitShown(String text, Duration limit) {
    try {
      Deadline.await("'" + text + "' on the terminal", limit, () -> shown().contains(text));
    } catch (AssertionError e) {
      throw new AssertionError(e.getMessage() + "; it shows:\n" + shown(), e);
    }
  }

  /// The exit status.
  public int await(Duration limit) {
    try {
      if (!process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
        throw new AssertionError(
            "still running after " + limit + "; the terminal shows:\n" + shown());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
    return process.exitValue();
  }

  private void collect() {
    byte[] buffer = new byte[4096];
    try {
      for (int count = Posix.read(master, buffer); count > 0; count = Posix.read(master, buffer)) {
        synchronized (shown) {
          shown.write(buffer, 0, count);
        }
      }
    } catch (Posix.Failure e) {
      // EIO: the last process with the terminal open is gone.
      if (e.errno != Posix.EIO) {
        throw e;
      }
    }
  }

  @Override
  public void close() {
    process.descendants().forEach(ProcessHandle::destroyForcibly);
    process.destroyForcibly();
    Posix.close(master);
  }
}
