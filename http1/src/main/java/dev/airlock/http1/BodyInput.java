package dev.airlock.http1;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;

/// The body of a message that is being read; ends where the framing says, whatever follows.
abstract sealed class BodyInput extends InputStream
    permits LengthInput, ChunkedInput, UntilCloseInput {
  private static final int TRANSFER_BYTES = 64 * 1024;

  /// No more room than this is made because of what a peer says is to come.
  private static final int KNOWN_BYTES = 16 * 1024;

  /// Reads at least one byte into a target with room; -1 at the end of the body.
  abstract int read(ByteBuffer target) throws IOException;

  /// Whether the body was read to its end.
  abstract boolean isAtEnd();

  /// Whether what it reads from prefers direct buffers.
  abstract boolean prefersDirectBuffers();

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] bytes, int offset, int length) throws IOException {
    return length == 0 ? 0 : read(ByteBuffer.wrap(bytes, offset, length));
  }

  /// How many bytes are still to come, if that is known; else -1.
  long remaining() {
    return -1;
  }

  /// A short body of known length is read into an array of just that length.
  @Override
  public byte[] readNBytes(int most) throws IOException {
    long remaining = remaining();
    if (remaining < 0 || remaining > Math.min(most, KNOWN_BYTES)) {
      return super.readNBytes(most);
    }
    byte[] bytes = new byte[(int) remaining];
    readNBytes(bytes, 0, bytes.length);
    return bytes;
  }

  /// To another body, each piece goes on as it comes, without a copy where both ends are sockets.
  @Override
  public long transferTo(OutputStream target) throws IOException {
    if (target instanceof BodyOutput body) {
      return body.transferFrom(this);
    }
    byte[] piece = new byte[TRANSFER_BYTES];
    long count = 0;
    for (int read = read(piece); read >= 0; read = read(piece)) {
      target.write(piece, 0, read);
      count += read;
    }
    return count;
  }
}
