package dev.airlock.egress.server;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.concurrent.atomic.AtomicLong;

/// Moves a body piece by piece, each sent at once, so that a stream of events flows.
final class BodyPump {
  private static final int PIECE_BYTES = 32 * 1024;

  private final AtomicLong count = new AtomicLong();
  private final IdleTimer timer;

  BodyPump(IdleTimer timer) {
    this.timer = timer;
  }

  /// Moves all of it; the target's body is ended only if the source's ended orderly.
  void run(InputStream from, OutputStream to) throws IOException {
    byte[] piece = new byte[PIECE_BYTES];
    for (int read = from.read(piece); read >= 0; read = from.read(piece)) {
      timer.touch();
      to.write(piece, 0, read);
      to.flush();
      count.addAndGet(read);
      timer.touch();
    }
    to.close();
  }

  /// How many bytes have passed.
  long count() {
    return count.get();
  }
}
