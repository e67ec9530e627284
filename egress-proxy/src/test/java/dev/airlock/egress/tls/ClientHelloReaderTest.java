package dev.airlock.egress.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;
import org.junit.jupiter.api.Test;

class ClientHelloReaderTest {
  private static final int RECORD_HEADER_BYTES = 5;

  @Test
  void readsWhatJavaSends() throws Exception {
    assertThat(read(javaHello("example.org")).hello().serverName()).contains("example.org");
  }

  @Test
  void saysTheSameHoweverTheMessageIsSplitOverRecords() throws Exception {
    long seed = System.nanoTime();
    var random = new Random(seed);
    byte[] message = messageOf(javaHello("example.org"));
    for (int trial = 0; trial < 200; trial++) {
      byte[] records = splitOverRecords(message, random);
      assertThat(read(records).hello().serverName()).as("seed %d", seed).contains("example.org");
    }
  }

  @Test
  void neverReadsANameFromABrokenMessage() throws Exception {
    long seed = System.nanoTime();
    var random = new Random(seed);
    byte[] whole = ClientHelloVector.named("minimal").bytes();
    for (int trial = 0; trial < 2_000; trial++) {
      byte[] broken = whole.clone();
      // Anywhere but in the random bytes and the name itself, where any byte may be.
      broken[random.nextInt(11)] = (byte) random.nextInt(256);
      boolean same = Arrays.equals(broken, whole);
      try {
        ClientHello hello = read(broken).hello();
        assertThat(same || hello.serverName().isPresent()).as("seed %d", seed).isTrue();
      } catch (ClientHelloException | IOException e) {
        assertThat(same).as("seed %d", seed).isFalse();
      }
    }
  }

  @Test
  void takesAHelloOfExactlyTheLimitAndNoLarger() throws Exception {
    int room = ClientHelloReader.MAX_BYTES - 4 * RECORD_HEADER_BYTES;
    byte[] largest = inFullRecords(helloOf(room));
    assertThat(largest).hasSize(ClientHelloReader.MAX_BYTES);
    assertThat(read(largest).hello().serverName()).contains("example.org");
    assertTooLarge(inFullRecords(helloOf(room + 1)));
  }

  @Test
  void countsTheHeadersOfRecords() {
    byte[] message = helloOf(ClientHelloReader.MAX_BYTES / 6 + 1);
    var records = new ByteArrayOutputStream();
    for (byte b : message) {
      records.writeBytes(new byte[] {22, 3, 1, 0, 1, b});
    }
    assertTooLarge(records.toByteArray());
  }

  private static void assertTooLarge(byte[] records) {
    assertThatExceptionOfType(ClientHelloException.class)
        .isThrownBy(() -> read(records))
        .satisfies(e -> assertThat(e.kind()).isEqualTo(ClientHelloException.Kind.TOO_LARGE));
  }

  private static ClientHelloReader.Result read(byte[] bytes)
      throws ClientHelloException, IOException {
    return ClientHelloReader.read(new ByteArrayInputStream(bytes));
  }

  private static byte[] javaHello(String host) throws Exception {
    SSLEngine engine = SSLContext.getDefault().createSSLEngine();
    engine.setUseClientMode(true);
    SSLParameters parameters = engine.getSSLParameters();
    parameters.setServerNames(List.of(new SNIHostName(host)));
    engine.setSSLParameters(parameters);
    var record = java.nio.ByteBuffer.allocate(engine.getSession().getPacketBufferSize());
    engine.wrap(java.nio.ByteBuffer.allocate(0), record);
    return Arrays.copyOf(record.array(), record.position());
  }

  private static byte[] messageOf(byte[] record) {
    return Arrays.copyOfRange(record, RECORD_HEADER_BYTES, record.length);
  }

  private static byte[] splitOverRecords(byte[] message, Random random) {
    var records = new ByteArrayOutputStream();
    for (int at = 0; at < message.length; ) {
      int length = Math.min(message.length - at, 1 + random.nextInt(100));
      addRecord(records, message, at, length);
      at += length;
    }
    return records.toByteArray();
  }

  private static byte[] inFullRecords(byte[] message) {
    var records = new ByteArrayOutputStream();
    for (int at = 0; at < message.length; at += 1 << 14) {
      addRecord(records, message, at, Math.min(1 << 14, message.length - at));
    }
    return records.toByteArray();
  }

  private static void addRecord(ByteArrayOutputStream records, byte[] message, int at, int length) {
    records.writeBytes(new byte[] {22, 3, 1, (byte) (length >> 8), (byte) length});
    records.write(message, at, length);
  }

  /// A ClientHello message of that size, padded with an unknown extension.
  private static byte[] helloOf(int size) {
    byte[] minimal = messageOf(ClientHelloVector.named("minimal").bytes());
    int extensionsAt = 4 + 2 + 32 + 1 + 4 + 2;
    int padding = size - minimal.length - 4;
    var hello = new ByteArrayOutputStream();
    hello.writeBytes(minimal);
    hello.writeBytes(new byte[] {0x0a, 0x0a, (byte) (padding >> 8), (byte) padding});
    hello.writeBytes(new byte[padding]);
    byte[] bytes = hello.toByteArray();
    int length = bytes.length - 4;
    bytes[1] = (byte) (length >> 16);
    bytes[2] = (byte) (length >> 8);
    bytes[3] = (byte) length;
    int extensions = bytes.length - extensionsAt - 2;
    bytes[extensionsAt] = (byte) (extensions >> 8);
    bytes[extensionsAt + 1] = (byte) extensions;
    return bytes;
  }
}
