package dev.airlock.http1;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;

/// A transport over a pair of streams, as those of a child process.
class StreamTransport extends ExpiringTransport {
  private final InputStream input;
  private final OutputStream output;
  private final String peer;

  StreamTransport(InputStream input, OutputStream output, String peer) {
    this.input = input;
    this.output = output;
    this.peer = peer;
  }

  @Override
  public final InputStream input() {
    return input;
  }

  @Override
  public final OutputStream output() {
    return output;
  }

  @Override
  public final String peer() {
    return peer;
  }

  @Override
  public final int read(ByteBuffer target) throws IOException {
    try {
      return readInto(target);
    } catch (IOException e) {
      throw explain(e);
    }
  }

  private int readInto(ByteBuffer target) throws IOException {
    if (target.hasArray()) {
      int read =
          input.read(target.array(), target.arrayOffset() + target.position(), target.remaining());
      target.position(target.position() + Math.max(read, 0));
      return read;
    }
    byte[] bytes = new byte[target.remaining()];
    int read = input.read(bytes);
    if (read > 0) {
      target.put(bytes, 0, read);
    }
    return read;
  }

  @Override
  public final void write(ByteBuffer source) throws IOException {
    try {
      if (source.hasArray()) {
        output.write(source.array(), source.arrayOffset() + source.position(), source.remaining());
        source.position(source.limit());
      } else {
        byte[] bytes = new byte[source.remaining()];
        source.get(bytes);
        output.write(bytes);
      }
      output.flush();
    } catch (IOException e) {
      throw explain(e);
    }
  }

  @Override
  public void shutdownOutput() throws IOException {
    output.close();
  }

  @Override
  void abort() throws IOException {
    try (output) {
      input.close();
    }
  }
}
