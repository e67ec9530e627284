package dev.airlock.broker.stream;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MaskingOutputStreamTest {

  @ParameterizedTest
  @CsvSource({
    "secret,xxxxxx",
    "a secret b,a xxxxxx b",
    "secretsecret,xxxxxxxxxxxx",
    "sesecrets,sexxxxxxs",
    "secre,secre",
    "'',''",
    "nothing of it,nothing of it"
  })
  void overwritesTheSecretWhereverAWriteEnds(String text, String shown) throws IOException {
    for (int piece = 1; piece <= text.length() + 1; piece++) {
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      try (MaskingOutputStream masked = new MaskingOutputStream(out, "secret".getBytes(UTF_8))) {
        byte[] bytes = text.getBytes(UTF_8);
        for (int at = 0; at < bytes.length; at += piece) {
          masked.write(bytes, at, Math.min(piece, bytes.length - at));
        }
      }
      assertThat(out.toString(UTF_8)).as("pieces of %d", piece).isEqualTo(shown);
    }
  }
}
