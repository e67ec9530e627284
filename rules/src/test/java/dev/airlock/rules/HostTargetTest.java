package dev.airlock.rules;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HostTargetTest {

  @ParameterizedTest
  @CsvSource({
    "example.org,example.org",
    "EXAMPLE.Org,example.org",
    "example.org.,example.org",
    "web,web",
    "my_service-1,my_service-1",
    "_dmarc.example.org,_dmarc.example.org",
    "xn--bcher-kva.example,xn--bcher-kva.example",
    "1password.com,1password.com",
    "0xg.example,0xg.example",
    "10.0.0.1.example,10.0.0.1.example",
    "a.0x1g,a.0x1g",
    "cafe,cafe",
  })
  void readsNames(String text, String canonical) {
    assertThat(HostTarget.parse(text)).isEqualTo(new HostName(canonical));
  }

  @ParameterizedTest
  @CsvSource({
    "10.1.2.3,10.1.2.3,CANONICAL",
    "10.1.2.3.,10.1.2.3,IPV4_VARIANT",
    "2130706433,127.0.0.1,IPV4_VARIANT",
    "0x7f000001,127.0.0.1,IPV4_VARIANT",
    "0X7F.1,127.0.0.1,IPV4_VARIANT",
    "017700000001,127.0.0.1,IPV4_VARIANT",
    "0177.0.0.1,127.0.0.1,IPV4_VARIANT",
    "127.1,127.0.0.1,IPV4_VARIANT",
    "127.0.1,127.0.0.1,IPV4_VARIANT",
    "0,0.0.0.0,IPV4_VARIANT",
    "169.254.43518,169.254.169.254,IPV4_VARIANT",
    "0xa9fea9fe,169.254.169.254,IPV4_VARIANT",
    "010.0.0.1,8.0.0.1,IPV4_VARIANT",
    "10.0.0.0x1,10.0.0.1,IPV4_VARIANT",
    "0x,0.0.0.0,IPV4_VARIANT",
    "[::1],::1,CANONICAL",
    "::1,::1,CANONICAL",
    "[FD00::A],fd00::a,CANONICAL",
    "[fd00:0:0:0:0:0:0:1],fd00::1,CANONICAL",
    "[2001:db8:0:1:1:1:1:1],2001:db8:0:1:1:1:1:1,CANONICAL",
    "[::ffff:10.0.0.1],10.0.0.1,IPV4_MAPPED",
    "[::ffff:a00:1],10.0.0.1,IPV4_MAPPED",
    "[::10.0.0.1],::a00:1,IPV4_EMBEDDED",
    "[64:ff9b::169.254.169.254],64:ff9b::a9fe:a9fe,IPV4_EMBEDDED",
    "[fe80::1%eth0],fe80::1,SCOPED",
    "[fe80::1%25eth0],fe80::1,SCOPED",
    "[::1%],::1,SCOPED",
  })
  void recognizesAddressesInAnySpelling(String text, String address, IpLiteral.Spelling spelling) {
    assertThat(HostTarget.parse(text))
        .isInstanceOfSatisfying(
            IpLiteral.class,
            literal -> {
              assertThat(literal).hasToString(address);
              assertThat(literal.spelling()).isEqualTo(spelling);
            });
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        ".",
        "..",
        ".example.org",
        "example..org",
        "example.org..",
        "-example.org",
        "example-.org",
        "exa mple.org",
        "example.org\t",
        "example.org\r\nX: y",
        "example.org\0.evil.example",
        "ex%61mple.org",
        "example.org%2e",
        "user@example.org",
        "example.org/",
        "example.org\\@evil.example",
        "example.org#",
        "example.org?",
        "*.example.org",
        "еxample.org",
        "example。org",
        "ⓔxample.org",
        "example.or\u212a",
        "１２７.0.0.1",
        "bücher.example",
        "256.256.256.256",
        "1.2.3.4.5",
        "4294967296",
        "0400.0.0.1",
        "08.0.0.1",
        "1..2",
        "127.0.0.0x100",
        "99999999999999999999999999",
        "[10.0.0.1]",
        "[::1",
        "::1]",
        "[::1]x",
        "[[::1]]",
        "[:::]",
        "[1::2::3]",
        "[1:2:3:4:5:6:7]",
        "[1:2:3:4:5:6:7:8:9]",
        "[1:2:3:4:5:6:7:8::]",
        "[::12345]",
        "[::g]",
        "[::ffff:010.0.0.1]",
        "[::ffff:10.0.1]",
        "[10.0.0.1::]",
        "[v1.x]",
        "[]",
      })
  void refuses(String text) {
    assertThat(HostTarget.parse(text)).isInstanceOf(MalformedHost.class);
  }

  @ParameterizedTest
  @ValueSource(ints = {62, 63})
  void takesLabelsUpTo63Characters(int length) {
    assertThat(HostTarget.parse("a".repeat(length) + ".org")).isInstanceOf(HostName.class);
  }

  @Test
  void refusesLabelsOf64Characters() {
    assertThat(HostTarget.parse("a".repeat(64) + ".org")).isInstanceOf(MalformedHost.class);
  }

  @ParameterizedTest
  @CsvSource({"252,true", "253,true", "254,false"})
  void takesNamesUpTo253Characters(int length, boolean taken) {
    String name = "a.".repeat(length / 2 - 2) + "a".repeat(length - 2 * (length / 2 - 2));
    assertThat(name).hasSize(length);
    assertThat(HostTarget.parse(name) instanceof HostName).isEqualTo(taken);
  }

  @Test
  void neverEchoesRawBytes() {
    assertThat(HostTarget.parse("a\r\n\u001b[31m\0b"))
        .isInstanceOfSatisfying(
            MalformedHost.class,
            malformed ->
                assertThat(malformed.detail()).matches("[\\x20-\\x7e]*").contains("\\x0d\\x0a"));
  }
}
