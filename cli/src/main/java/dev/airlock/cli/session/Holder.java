package dev.airlock.cli.session;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.airlock.compose.SessionLabels;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Optional;

/// The process that keeps a session alive, as a label says it: where, which, and since when.
///
/// With the start time a reused process id is not taken for the holder.
public record Holder(String machine, long process, long startMillis) {
  /// How far two readings of one process's start may be apart: the clock may have been set between
  /// them.
  private static final long TOLERANCE_MILLIS = 2_000;

  /// This process.
  public static Holder current() {
    ProcessHandle self = ProcessHandle.current();
    return new Holder(thisMachine(), self.pid(), startMillis(self));
  }

  static Optional<Holder> parse(String label) {
    String[] parts = label.split(":", -1);
    try {
      return parts.length == 3
          ? Optional.of(new Holder(parts[0], Long.parseLong(parts[1]), Long.parseLong(parts[2])))
          : Optional.empty();
    } catch (NumberFormatException e) {
      return Optional.empty();
    }
  }

  /// The label's value.
  public String label() {
    return machine + ":" + process + ":" + startMillis;
  }

  /// Whether this process can see the holder at all; if not, nothing is known about its life.
  boolean isHere() {
    return machine.equals(thisMachine());
  }

  boolean isAlive() {
    return ProcessHandle.of(process)
        .filter(ProcessHandle::isAlive)
        .filter(found -> Math.abs(startMillis(found) - startMillis) <= TOLERANCE_MILLIS)
        .isPresent();
  }

  /// Whether a label says that nobody holds the session: it was started by hand.
  static boolean isNobody(String label) {
    return label.equals(SessionLabels.NOBODY);
  }

  private static long startMillis(ProcessHandle process) {
    return process.info().startInstant().map(Instant::toEpochMilli).orElse(0L);
  }

  /// A machine and its process ids: the boot and the process namespace, not told to the engine as
  /// they are.
  private static String thisMachine() {
    StringBuilder identity = new StringBuilder();
    try {
      identity.append(Files.readString(Path.of("/proc/sys/kernel/random/boot_id")).strip());
      identity.append(Files.readSymbolicLink(Path.of("/proc/self/ns/pid")));
    } catch (IOException e) {
      identity.append(System.getProperty("user.name")).append(System.getProperty("user.home"));
    }
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(identity.toString().getBytes(UTF_8));
      return HexFormat.of().formatHex(digest, 0, 6);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
