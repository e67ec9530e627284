package dev.airlock.http1;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;

/// The stream view of what a transport receives.
final class TransportInput extends InputStream {
  private final Transport transport;

  TransportInput(Transport transport) {
    this.transport = transport;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] bytes, int offset, int length) throws IOException {
    return length == 0 ? 0 : transport.read(ByteBuffer.wrap(bytes, offset, length));
  }

  @Override
  public void close() throws IOException {
    transport.close();
  }
}
