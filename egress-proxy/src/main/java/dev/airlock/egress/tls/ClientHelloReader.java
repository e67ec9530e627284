package dev.airlock.egress.tls;

import dev.airlock.egress.tls.ClientHelloException.Kind;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;

/// Takes the ClientHello from the start of a tunnel, however it is split over segments and records,
/// and not one byte more than the records that hold it.
public final class ClientHelloReader {
  /// The largest ClientHello, record headers included.
  public static final int MAX_BYTES = 64 * 1024;

  private static final int RECORD_HEADER_BYTES = 5;
  private static final int MAX_RECORD_BYTES = 1 << 14;
  private static final int HANDSHAKE_HEADER_BYTES = 4;
  private static final int CONTENT_HANDSHAKE = 22;
  private static final int HANDSHAKE_CLIENT_HELLO = 1;

  private final InputStream input;
  private final ByteArrayOutputStream records = new ByteArrayOutputStream();
  private final ByteArrayOutputStream handshake = new ByteArrayOutputStream();

  /// What was read.
  ///
  /// @param records the very bytes, to be sent on
  @SuppressWarnings("ArrayRecordComponent") // handed over once and never compared
  public record Result(ClientHello hello, byte[] records) {}

  private ClientHelloReader(InputStream input) {
    this.input = input;
  }

  /// Reads until the ClientHello is complete.
  ///
  /// @throws ClientHelloException as soon as it is clear that there is none
  /// @throws EOFException if the client ends the connection before
  public static Result read(InputStream input) throws ClientHelloException, IOException {
    return new ClientHelloReader(input).read();
  }

  private Result read() throws ClientHelloException, IOException {
    int length = Integer.MAX_VALUE;
    while (handshake.size() < length) {
      readRecord();
      if (length == Integer.MAX_VALUE && handshake.size() >= HANDSHAKE_HEADER_BYTES) {
        length = messageLength(handshake.toByteArray());
      }
    }
    byte[] message = handshake.toByteArray();
    if (message.length > length) {
      throw new ClientHelloException(Kind.MALFORMED, "bytes follow it in its record");
    }
    byte[] body = new byte[length - HANDSHAKE_HEADER_BYTES];
    System.arraycopy(message, HANDSHAKE_HEADER_BYTES, body, 0, body.length);
    return new Result(ClientHelloParser.parse(body), records.toByteArray());
  }

  private void readRecord() throws ClientHelloException, IOException {
    int type = next();
    if (type != CONTENT_HANDSHAKE) {
      throw notTls(type);
    }
    int major = next();
    int minor = next();
    if (major != 3 || minor > 3) {
      throw new ClientHelloException(Kind.NOT_TLS, "the record's version is not that of TLS");
    }
    int length = (next() << 8) | next();
    if (length == 0 || length > MAX_RECORD_BYTES) {
      throw new ClientHelloException(Kind.MALFORMED, "a record of " + length + " bytes");
    }
    if (records.size() + length > MAX_BYTES) {
      throw tooLarge();
    }
    byte[] fragment = input.readNBytes(length);
    if (fragment.length < length) {
      throw new EOFException("the client ended the connection within its ClientHello");
    }
    if (handshake.size() == 0 && fragment[0] != HANDSHAKE_CLIENT_HELLO) {
      throw new ClientHelloException(Kind.MALFORMED, "the first message is no ClientHello");
    }
    records.writeBytes(fragment);
    handshake.writeBytes(fragment);
  }

  private ClientHelloException notTls(int first) {
    if (records.size() > 1) {
      return new ClientHelloException(
          Kind.MALFORMED, "a record of another type within the ClientHello");
    }
    boolean letter = first >= 'A' && first <= 'Z';
    return new ClientHelloException(
        letter ? Kind.TEXT : Kind.NOT_TLS,
        "the first byte is 0x%02x, TLS begins with 0x16".formatted(first));
  }

  private static int messageLength(byte[] message) throws ClientHelloException {
    int length = ((message[1] & 0xff) << 16) | ((message[2] & 0xff) << 8) | (message[3] & 0xff);
    if (length + HANDSHAKE_HEADER_BYTES + RECORD_HEADER_BYTES > MAX_BYTES) {
      throw tooLarge();
    }
    return length + HANDSHAKE_HEADER_BYTES;
  }

  private int next() throws IOException {
    int next = input.read();
    if (next < 0) {
      throw new EOFException("the client ended the connection before its ClientHello");
    }
    records.write(next);
    return next;
  }

  private static ClientHelloException tooLarge() {
    return new ClientHelloException(Kind.TOO_LARGE, "it has more than " + MAX_BYTES + " bytes");
  }
}
