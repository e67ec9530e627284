package dev.airlock.broker.stream;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.io.OutputStream;
import java.util.Arrays;

/// Bytes on their way to a client, with each occurrence of a secret overwritten by as many others.
///
/// The last bytes are held back until they cannot begin a secret any more, or until the end.
public final class MaskingOutputStream extends OutputStream {
  private static final byte MASK = 'x';

  private final OutputStream to;
  private final byte[] secret;
  private byte[] held = new byte[0];

  public MaskingOutputStream(OutputStream to, byte[] secret) {
    this.to = requireNonNull(to, "to is null");
    this.secret = secret.clone();
  }

  @Override
  public void write(int one) throws IOException {
    write(new byte[] {(byte) one}, 0, 1);
  }

  @Override
  public void write(byte[] bytes, int offset, int length) throws IOException {
    byte[] all = Arrays.copyOf(held, held.length + length);
    System.arraycopy(bytes, offset, all, held.length, length);
    int start = 0;
    while (start + secret.length <= all.length) {
      if (Arrays.equals(all, start, start + secret.length, secret, 0, secret.length)) {
        Arrays.fill(all, start, start + secret.length, MASK);
        start += secret.length;
      } else {
        start++;
      }
    }
    to.write(all, 0, start);
    held = Arrays.copyOfRange(all, start, all.length);
  }

  @Override
  public void flush() throws IOException {
    to.flush();
  }

  /// Sends what was held back.
  @Override
  public void close() throws IOException {
    to.write(held);
    held = new byte[0];
    to.close();
  }
}
