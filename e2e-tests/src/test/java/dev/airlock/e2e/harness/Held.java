package dev.airlock.e2e.harness;

import java.time.Duration;

/// A session that waits for the test at points of its script, so that the test can look at the
/// machine, or break something, while it runs.
public final class Held implements AutoCloseable {
  private static final Duration LIMIT = Duration.ofMinutes(2);

  private final Started process;
  private final Workspace workspace;

  Held(Started process, Workspace workspace) {
    this.process = process;
    this.workspace = workspace;
  }

  public Started process() {
    return process;
  }

  public Workspace workspace() {
    return workspace;
  }

  /// Returns when the script has said `tell NAME`.
  public Held until(String name) {
    Deadline.await(
        () -> "'tell " + name + "'; so far it said:\n" + process.outSoFar() + process.errSoFar(),
        LIMIT,
        () -> {
          if (!workspace.has(name) && !process.runs()) {
            throw new AssertionError(
                "ended before 'tell " + name + "'\n" + process.await(Duration.ofSeconds(1)));
          }
          return workspace.has(name);
        });
    return this;
  }

  /// Lets a script that is at `await NAME` go on.
  public Held allow(String name) {
    workspace.file(name, "");
    return this;
  }

  /// The answers, when the session has ended with success.
  public Checks finish() {
    process.closeInput();
    return Checks.of(process.await(LIMIT).expect(0));
  }

  @Override
  public void close() {
    if (process.runs()) {
      // A failed test must not leave a session to the next: the command cleans up on TERM.
      process.signal("TERM");
      process.await(Duration.ofSeconds(30));
    }
  }
}
