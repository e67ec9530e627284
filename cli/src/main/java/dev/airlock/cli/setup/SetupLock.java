package dev.airlock.cli.setup;

import dev.airlock.cli.CliException;
import dev.airlock.cli.Progress;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/// Lets one set-up run at a time; a second waits, and then finds its work done.
///
/// The lock is the system's: it ends with the process, however that ends.
final class SetupLock implements AutoCloseable {
  private final FileChannel channel;

  private SetupLock(FileChannel channel) {
    this.channel = channel;
  }

  static SetupLock take(Path file, Progress progress) {
    FileChannel channel;
    try {
      Files.createDirectories(file.getParent());
      channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    } catch (IOException e) {
      throw new CliException(
          e,
          "cannot write '" + file + "': " + e.getMessage(),
          "make the folder writable, or set XDG_DATA_HOME to one that is");
    }
    try {
      FileLock lock = channel.tryLock();
      if (lock == null) {
        progress.step("waiting for another set-up to end");
        channel.lock();
      }
      return new SetupLock(channel);
    } catch (IOException e) {
      throw new CliException(
          e,
          "cannot lock '" + file + "': " + e.getMessage(),
          "set XDG_DATA_HOME to a folder on a disk of this machine");
    }
  }

  @Override
  public void close() {
    try {
      channel.close();
    } catch (IOException e) {
      throw new CliException(
          e,
          "cannot give the set-up's lock back: " + e.getMessage(),
          "is the disk of XDG_DATA_HOME in order?");
    }
  }
}
