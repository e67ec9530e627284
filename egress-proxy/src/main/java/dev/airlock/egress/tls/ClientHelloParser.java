package dev.airlock.egress.tls;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/// Reads the body of a ClientHello; every length must fit exactly, and no extension come twice.
///
/// SECURITY: what two TLS libraries could read as two names is refused here.
final class ClientHelloParser {
  private static final int RANDOM_BYTES = 32;
  private static final int MAX_SESSION_ID_BYTES = 32;
  private static final int EXTENSION_SERVER_NAME = 0x0000;
  private static final int EXTENSION_ENCRYPTED_CLIENT_HELLO = 0xfe0d;

  /// The first drafts of encrypted names (ESNI), and of ECH before its number was assigned.
  private static final Set<Integer> EXTENSIONS_ENCRYPTED_DRAFTS =
      Set.of(0xffce, 0xfe02, 0xfe08, 0xfe09, 0xfe0a, 0xfe0b, 0xfe0c);

  private static final int NAME_TYPE_HOST = 0;

  private final ByteBuffer body;
  private final Set<Integer> seen = new HashSet<>();
  private Optional<String> serverName = Optional.empty();
  private boolean encrypted;

  private ClientHelloParser(ByteBuffer body) {
    this.body = body;
  }

  /// @param body the handshake message without its four bytes of type and length
  static ClientHello parse(byte[] body) throws ClientHelloException {
    return new ClientHelloParser(ByteBuffer.wrap(body)).parse();
  }

  private ClientHello parse() throws ClientHelloException {
    int legacyVersion = unsigned16(body);
    if (legacyVersion < 0x0301 || legacyVersion > 0x0303) {
      throw malformed("its version is not that of TLS 1.0 to 1.3");
    }
    take(body, RANDOM_BYTES);
    require(
        take(body, unsigned8(body)).remaining() <= MAX_SESSION_ID_BYTES,
        "a session id of more than 32 bytes");
    int cipherSuites = take(body, unsigned16(body)).remaining();
    require(cipherSuites >= 2 && cipherSuites % 2 == 0, "no list of cipher suites");
    require(take(body, unsigned8(body)).remaining() >= 1, "no list of compression methods");
    if (body.hasRemaining()) {
      ByteBuffer extensions = take(body, unsigned16(body));
      require(!body.hasRemaining(), "bytes after the extensions");
      while (extensions.hasRemaining()) {
        int type = unsigned16(extensions);
        readExtension(type, take(extensions, unsigned16(extensions)));
      }
    }
    return new ClientHello(serverName, encrypted);
  }

  private void readExtension(int type, ByteBuffer content) throws ClientHelloException {
    require(seen.add(type), "an extension twice");
    if (type == EXTENSION_SERVER_NAME) {
      serverName = Optional.of(readServerName(content));
    }
    if (type == EXTENSION_ENCRYPTED_CLIENT_HELLO || EXTENSIONS_ENCRYPTED_DRAFTS.contains(type)) {
      encrypted = true;
    }
  }

  private static String readServerName(ByteBuffer content) throws ClientHelloException {
    ByteBuffer list = take(content, unsigned16(content));
    require(!content.hasRemaining(), "bytes after the list of server names");
    require(unsigned8(list) == NAME_TYPE_HOST, "a server name that is no host name");
    ByteBuffer name = take(list, unsigned16(list));
    require(!list.hasRemaining(), "more than one server name");
    require(name.hasRemaining(), "an empty server name");
    return StandardCharsets.ISO_8859_1.decode(name).toString();
  }

  private static int unsigned8(ByteBuffer from) throws ClientHelloException {
    return take(from, 1).get() & 0xff;
  }

  private static int unsigned16(ByteBuffer from) throws ClientHelloException {
    return take(from, 2).getShort() & 0xffff;
  }

  private static ByteBuffer take(ByteBuffer from, int length) throws ClientHelloException {
    require(length <= from.remaining(), "a length beyond its end");
    ByteBuffer part = from.slice(from.position(), length);
    from.position(from.position() + length);
    return part;
  }

  private static void require(boolean condition, String otherwise) throws ClientHelloException {
    if (!condition) {
      throw malformed("it has " + otherwise);
    }
  }

  private static ClientHelloException malformed(String detail) {
    return new ClientHelloException(ClientHelloException.Kind.MALFORMED, detail);
  }
}
