package dev.airlock.http1;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;

/// A unix or TCP socket in the clear.
final class ChannelTransport extends ExpiringTransport {
  private final SocketChannel channel;
  private final String peer;
  private final InputStream input = new TransportInput(this);
  private final OutputStream output = new TransportOutput(this);

  ChannelTransport(SocketChannel channel, String peer) {
    this.channel = channel;
    this.peer = peer;
  }

  @Override
  public int read(ByteBuffer target) throws IOException {
    try {
      return channel.read(target);
    } catch (IOException e) {
      throw explain(e);
    }
  }

  @Override
  public void write(ByteBuffer source) throws IOException {
    try {
      while (source.hasRemaining()) {
        channel.write(source);
      }
    } catch (IOException e) {
      throw explain(e);
    }
  }

  @Override
  public InputStream input() {
    return input;
  }

  @Override
  public OutputStream output() {
    return output;
  }

  @Override
  public boolean prefersDirectBuffers() {
    return true;
  }

  @Override
  public void shutdownOutput() throws IOException {
    try {
      channel.shutdownOutput();
    } catch (IOException e) {
      throw explain(e);
    }
  }

  @Override
  public String peer() {
    return peer;
  }

  @Override
  void abort() throws IOException {
    channel.close();
  }
}
