package dev.airlock.egress.server;

import dev.airlock.http1.Framing;
import dev.airlock.http1.Wire;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.System.Logger.Level;
import java.time.Duration;

/// The body of a request on its way to the origin, on a thread of its own: an origin may answer
/// before it has read all.
final class Upload {
  private static final System.Logger LOG = System.getLogger(Upload.class.getName());

  private final BodyPump pump;
  private final Thread thread;
  private volatile boolean complete;

  private Upload(Wire client, Wire origin, Framing framing, IdleTimer timer) {
    pump = new BodyPump(timer);
    InputStream from = client.readBody(framing);
    OutputStream to = origin.writeBody(framing);
    complete = framing instanceof Framing.None;
    thread = Thread.ofVirtual().unstarted(() -> run(from, to, origin));
  }

  /// Begins to send; the head has been written to the origin and not flushed.
  static Upload start(Wire client, Wire origin, Framing framing, IdleTimer timer)
      throws IOException {
    var upload = new Upload(client, origin, framing, timer);
    origin.flush();
    if (!upload.complete) {
      upload.thread.start();
    }
    return upload;
  }

  private void run(InputStream from, OutputStream to, Wire origin) {
    try {
      pump.run(from, to);
      complete = true;
    } catch (IOException e) {
      LOG.log(Level.DEBUG, "a request's body broke off", e);
      abandon(origin);
    }
  }

  /// SECURITY: an origin that waits for the rest of a broken body must not take it for ended.
  private static void abandon(Wire origin) {
    try {
      origin.transport().shutdownOutput();
    } catch (IOException e) {
      LOG.log(Level.DEBUG, "the origin is gone", e);
    }
  }

  boolean isComplete() {
    return complete;
  }

  long count() {
    return pump.count();
  }

  /// Waits for the thread, so that nobody else reads from the client meanwhile.
  ///
  /// @return whether it has ended
  boolean endsWithin(Duration time) {
    try {
      return !thread.isAlive() || thread.join(time);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
