package dev.airlock.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/// Whether standard input, output and error are terminals.
public final class Terminals {
  private Terminals() {}

  public static boolean isInput() {
    return is(0);
  }

  public static boolean isOutput() {
    return is(1);
  }

  public static boolean isError() {
    return is(2);
  }

  /// Asks the kernel by way of /proc: no native code has to be loaded for it.
  private static boolean is(int descriptor) {
    Path descriptors = Path.of("/proc/self/fd");
    if (!Files.isDirectory(descriptors)) {
      return Optional.ofNullable(System.console()).filter(java.io.Console::isTerminal).isPresent();
    }
    try {
      String target =
          Files.readSymbolicLink(descriptors.resolve(String.valueOf(descriptor))).toString();
      return target.startsWith("/dev/pts/")
          || target.startsWith("/dev/tty")
          || target.equals("/dev/console");
    } catch (IOException e) {
      return false;
    }
  }
}
