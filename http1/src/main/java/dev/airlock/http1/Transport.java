package dev.airlock.http1;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.time.Duration;

/// One connection as two streams of bytes: a unix or TCP socket, with or without TLS.
///
/// One thread may read while another writes; no two may do the same. Whoever accepted or dialled it
/// owns it and closes it; closing wakes a thread that is blocked in it.
public interface Transport extends Closeable {

  InputStream input();

  OutputStream output();

  /// Reads at least one byte, as [java.nio.channels.SocketChannel#read(ByteBuffer)] does; -1 at the
  /// end. `target` has room.
  int read(ByteBuffer target) throws IOException;

  /// Writes all of it.
  void write(ByteBuffer source) throws IOException;

  /// Tells the peer that nothing more comes; reading goes on.
  void shutdownOutput() throws IOException;

  /// Who is at the other end, for logs: `unix` or `ADDRESS:PORT`.
  String peer();

  /// Closes the connection that long from now, unless the deadline is moved before; whoever is
  /// blocked then gets a [java.net.SocketTimeoutException]. Late by at most a tenth of a second.
  void expireAfter(Duration time);

  /// Takes the deadline away.
  void neverExpire();

  /// Whether direct buffers save a copy.
  default boolean prefersDirectBuffers() {
    return false;
  }

  /// A transport over two streams, whose ends are closed with it.
  static Transport of(InputStream input, OutputStream output, String peer) {
    return new StreamTransport(input, output, peer);
  }
}
