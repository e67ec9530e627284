package dev.airlock.http1;

import java.io.Closeable;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.channels.ClosedChannelException;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;

/// The accept loop: a virtual thread per connection, and never more than so many at once.
///
/// A connection over the cap waits in the listener's backlog. Closing closes the listener and every
/// connection.
public final class Server implements Closeable {
  private static final System.Logger LOG = System.getLogger(Server.class.getName());
  private static final long PAUSE_AFTER_FAILURE_MILLIS = 100;

  private final Listener listener;
  private final ConnectionHandler handler;
  private final Semaphore free;
  private final Set<Transport> open = ConcurrentHashMap.newKeySet();
  private volatile boolean closed;
  private volatile @Nullable Thread acceptor;

  public Server(Listener listener, int maxConnections, ConnectionHandler handler) {
    if (maxConnections < 1) {
      throw new IllegalArgumentException("no connection would ever be accepted");
    }
    this.listener = listener;
    this.handler = handler;
    this.free = new Semaphore(maxConnections);
  }

  /// Begins to accept; returns at once.
  public void start() {
    acceptor = Thread.ofVirtual().name("accept " + listener.local()).start(this::acceptAll);
  }

  public Endpoint local() {
    return listener.local();
  }

  /// How many connections are open.
  public int connections() {
    return open.size();
  }

  private void acceptAll() {
    try {
      while (!closed) {
        free.acquire();
        acceptOne();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void acceptOne() throws InterruptedException {
    try {
      Transport connection = listener.accept();
      open.add(connection);
      Thread.ofVirtual().name(connection.peer()).start(() -> serve(connection));
    } catch (IOException e) {
      free.release();
      if (!closed && !(e instanceof ClosedChannelException)) {
        // As out of file descriptors: those that are open go on and free some.
        LOG.log(Level.WARNING, "accepting at " + listener.local() + " failed", e);
        Thread.sleep(PAUSE_AFTER_FAILURE_MILLIS);
      }
    }
  }

  private void serve(Transport connection) {
    try (connection) {
      if (!closed) {
        handler.handle(connection);
      }
    } catch (IOException e) {
      LOG.log(Level.DEBUG, "connection of " + connection.peer() + " broke", e);
    } catch (RuntimeException | Error e) {
      LOG.log(Level.ERROR, "bug in the handling of a connection", e);
    } finally {
      open.remove(connection);
      free.release();
    }
  }

  /// When it returns, nobody can connect any more and the address can be listened at anew.
  @Override
  public void close() throws IOException {
    closed = true;
    try (listener) {
      for (Transport connection : open) {
        connection.close();
      }
    } finally {
      awaitAcceptor();
    }
  }

  /// A socket that a thread is accepting at is closed by that thread, some time after the close.
  private void awaitAcceptor() {
    Thread accepting = acceptor;
    if (accepting == null) {
      return;
    }
    accepting.interrupt();
    try {
      accepting.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
