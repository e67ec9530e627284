package dev.airlock.http1;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;

/// The stream view of what a transport sends; nothing is held back.
final class TransportOutput extends OutputStream {
  private final Transport transport;

  TransportOutput(Transport transport) {
    this.transport = transport;
  }

  @Override
  public void write(int value) throws IOException {
    write(new byte[] {(byte) value}, 0, 1);
  }

  @Override
  public void write(byte[] bytes, int offset, int length) throws IOException {
    transport.write(ByteBuffer.wrap(bytes, offset, length));
  }

  @Override
  public void close() throws IOException {
    transport.close();
  }
}
