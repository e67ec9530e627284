package dev.airlock.cli;

import static java.util.Objects.requireNonNull;

import java.io.PrintStream;
import java.util.List;

/// Standard error as the launcher uses it: standard output belongs to the command that is run.
///
/// Thread-safe: each message is printed at once.
public final class Console implements Progress {
  private static final String NAME = "sandbox: ";

  private final PrintStream err;
  private final boolean quiet;
  private final boolean terminal;
  private boolean lineOpen;

  /// @param quiet whether only errors are printed
  /// @param terminal whether a line can be written over
  public Console(PrintStream err, boolean quiet, boolean terminal) {
    this.err = requireNonNull(err, "err is null");
    this.quiet = quiet;
    this.terminal = terminal;
  }

  public synchronized void error(String message, List<String> hints) {
    clearLine();
    err.println(NAME + "error: " + message);
    hints.forEach(hint -> err.println(NAME + "hint: " + hint));
    err.flush();
  }

  public synchronized void warn(String message) {
    clearLine();
    err.println(NAME + "warning: " + message);
    err.flush();
  }

  @Override
  public synchronized void step(String what) {
    if (quiet) {
      return;
    }
    clearLine();
    if (terminal) {
      err.print(NAME + what + " …");
      lineOpen = true;
    } else {
      err.println(NAME + what);
    }
    err.flush();
  }

  @Override
  public synchronized void say(String line) {
    if (quiet) {
      return;
    }
    clearLine();
    err.println(NAME + line);
    err.flush();
  }

  /// Wipes the step that is shown, so that the terminal is the command's.
  public synchronized void clearLine() {
    if (lineOpen) {
      err.print("\r\u001b[K");
      err.flush();
      lineOpen = false;
    }
  }
}
