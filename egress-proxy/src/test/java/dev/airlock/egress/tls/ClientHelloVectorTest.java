package dev.airlock.egress.tls;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.Locale;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ClientHelloVectorTest {

  @ParameterizedTest
  @MethodSource("dev.airlock.egress.tls.ClientHelloVector#all")
  void readsOrRefuses(ClientHelloVector vector) throws IOException {
    assertThat(verdict(new ByteArrayInputStream(vector.bytes()))).isEqualTo(vector.expect());
  }

  @ParameterizedTest
  @MethodSource("dev.airlock.egress.tls.ClientHelloVector#all")
  void saysTheSameWhenBytesComeOneAtATime(ClientHelloVector vector) throws IOException {
    assertThat(verdict(new OneAtATime(vector.bytes()))).isEqualTo(vector.expect());
  }

  @ParameterizedTest
  @MethodSource("dev.airlock.egress.tls.ClientHelloVector#all")
  void takesTheRecordsOfTheHelloAndNotOneByteMore(ClientHelloVector vector) throws IOException {
    var input = new ByteArrayInputStream(vector.bytes());
    try {
      byte[] records = ClientHelloReader.read(input).records();
      int rest = input.available();
      assertThat(records).isEqualTo(Arrays.copyOf(vector.bytes(), vector.bytes().length - rest));
    } catch (ClientHelloException | EOFException e) {
      assertThat(vector.expect()).startsWith("refuse");
    }
  }

  private static String verdict(InputStream input) throws IOException {
    try {
      ClientHello hello = ClientHelloReader.read(input).hello();
      return "hello"
          + hello.serverName().map(name -> " " + name.replace("\0", "\\x00")).orElse("")
          + (hello.encrypted() ? " encrypted" : "");
    } catch (ClientHelloException e) {
      return "refuse " + e.kind().name().toLowerCase(Locale.ROOT).replace('_', '-');
    } catch (EOFException e) {
      return "refuse eof";
    }
  }

  private static final class OneAtATime extends InputStream {
    private final InputStream bytes;

    OneAtATime(byte[] bytes) {
      this.bytes = new ByteArrayInputStream(bytes);
    }

    @Override
    public int read() throws IOException {
      return bytes.read();
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
      return bytes.read(target, offset, Math.min(length, 1));
    }
  }
}
