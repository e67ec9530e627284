package dev.airlock.broker.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StrictJsonTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"a\":[1,-2,true,null,\"x\"]}",
        "{}",
        "[]",
        "null",
        "9223372036854775807",
        "-9223372036854775808",
        "{\"a\":{\"b\":\"ü😀\"}}",
        "{\"a\":1,\"A\":2}",
      })
  void reads(String text) throws MalformedJsonException {
    assertThat(StrictJson.parse(text)).hasToString(text);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "{",
        "{\"a\":1,\"a\":2}",
        "{\"a\":1}{\"b\":2}",
        "{} x",
        "1.0",
        "1e400",
        "1e2",
        "NaN",
        "Infinity",
        "9223372036854775808",
        "01",
        "+1",
        "0x1",
        "{'a':1}",
        "{a:1}",
        "[1,]",
        "{\"a\":1,}",
        "// c\n{}",
        "/* c */{}",
        "\"\\ud800\"",
        "\"\\udc00\\ud800\"",
        "{\"\\ud800\":1}",
        "\"\\u0000\"",
        "\"\t\"",
        "\uFEFF{}",
        "[1 2]",
        "tru",
      })
  void refuses(String text) {
    assertThatThrownBy(() -> StrictJson.parse(text)).isInstanceOf(MalformedJsonException.class);
  }

  @Test
  void refusesOneLevelMoreThanTheLimit() throws MalformedJsonException {
    int most = StrictJson.MAX_DEPTH;
    StrictJson.parse("[".repeat(most) + "]".repeat(most));
    assertThatThrownBy(() -> StrictJson.parse("[".repeat(most + 1) + "]".repeat(most + 1)))
        .isInstanceOf(MalformedJsonException.class);
  }

  @Test
  void refusesBytesThatAreNotUtf8() {
    byte[][] all = {
      {'"', (byte) 0xc0, (byte) 0xaf, '"'},
      {'"', (byte) 0xed, (byte) 0xa0, (byte) 0x80, '"'},
      {'"', (byte) 0xff, '"'},
      {'"', (byte) 0xc3, '"'},
      "{}".getBytes(StandardCharsets.UTF_16),
      "{}".getBytes(StandardCharsets.UTF_16LE),
    };
    for (byte[] bytes : all) {
      assertThatThrownBy(() -> StrictJson.parse(bytes)).isInstanceOf(MalformedJsonException.class);
    }
  }

  @Test
  void neverEchoesRawBytes() {
    assertThat(StrictJson.printable("a\u001b[31m\nü")).isEqualTo("a\\u001b[31m\\u000a\\u00fc");
  }
}
