package dev.airlock.egress;

import static org.assertj.core.api.Assertions.assertThat;

import dev.airlock.egress.tls.ClientHelloVector;
import java.io.IOException;
import java.net.ServerSocket;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What an allowed name may lead to.
class AddressWireTest {
  private static final byte[] HELLO = ClientHelloVector.named("openssl-tls13").bytes();

  private FakeOrigin origin;

  @BeforeEach
  void start() throws IOException {
    origin = FakeOrigin.echo();
  }

  @AfterEach
  void stop() throws IOException {
    origin.close();
  }

  @ParameterizedTest
  @CsvSource({
    "10.1.2.3",
    "127.0.0.1",
    "169.254.169.254",
    "192.168.1.1",
    "172.16.0.1",
    "100.64.0.1",
    "0.0.0.0",
    "224.0.0.1",
    "::1",
    "fd00::1",
    "fe80::1",
    "fec0::1",
    "::ffff:10.1.2.3",
    "64:ff9b::a01:203",
    "2002:a01:203::",
    "2001::1",
  })
  void refusesANameThatLeadsToAForbiddenAddress(String address) throws IOException {
    try (ProxyFixture proxy = ProxyFixture.with("example.org").route(address, origin);
        RawClient client = proxy.client()) {
      proxy.resolver.answer("example.org", address);
      client.connectTo("example.org:443");
      assertThat(client.readResponse()).contains("403").contains("(address-not-allowed)");
      assertThat(proxy.dialled()).isEmpty();
    }
  }

  @ParameterizedTest
  @CsvSource({"1.1.1.1;10.1.2.3", "10.1.2.3;1.1.1.1", "1.1.1.1;::1"})
  void refusesANameThatMixesPublicAndForbiddenAddresses(String addresses) throws IOException {
    try (ProxyFixture proxy = ProxyFixture.with("example.org").route("1.1.1.1", origin);
        RawClient client = proxy.client()) {
      proxy.resolver.answer("example.org", addresses.split(";"));
      client.connectTo("example.org:443");
      assertThat(client.readResponse()).contains("(address-not-allowed)");
      assertThat(proxy.dialled()).isEmpty();
    }
  }

  @Test
  void connectsANameToANetworkThatARuleNames() throws IOException {
    try (ProxyFixture proxy =
            ProxyFixture.with("example.org", "10.1.2.0/24").route("10.1.2.3", origin);
        RawClient client = proxy.client()) {
      proxy.resolver.answer("example.org", "10.1.2.3");
      client.connectTo("example.org:443").send(HELLO);
      assertThat(client.readHead()).startsWith("HTTP/1.1 200 ");
      assertThat(client.readBytes(HELLO.length)).isEqualTo(HELLO);
      assertThat(proxy.dialled()).containsExactly("10.1.2.3 443");
    }
  }

  @Test
  void connectsToTheAddressThatWasCheckedAndAsksOnce() throws IOException {
    try (ProxyFixture proxy = ProxyFixture.with("example.org").route("1.1.1.1", origin);
        RawClient client = proxy.client()) {
      proxy.resolver.answer("example.org", "1.1.1.1");
      client.connectTo("EXAMPLE.org.:443").send(HELLO);
      assertThat(client.readHead()).startsWith("HTTP/1.1 200 ");
      assertThat(client.readBytes(HELLO.length)).isEqualTo(HELLO);
      assertThat(proxy.resolver.questions()).containsExactly("example.org");
      assertThat(proxy.dialled()).containsExactly("1.1.1.1 443");
    }
  }

  @Test
  void triesTheOtherCheckedAddressesWhenOneFails() throws IOException {
    try (ProxyFixture proxy = ProxyFixture.with("example.org").route("2.2.2.2", origin);
        RawClient client = proxy.client()) {
      proxy.resolver.answer("example.org", "1.1.1.1", "2a00::1", "2.2.2.2");
      client.connectTo("example.org:443");
      assertThat(client.readHead()).startsWith("HTTP/1.1 200 ");
      assertThat(proxy.dialled()).containsExactly("1.1.1.1 443", "2a00::1 443", "2.2.2.2 443");
    }
  }

  @Test
  void saysThatNoAddressAnswered() throws IOException {
    try (ProxyFixture proxy = ProxyFixture.with("example.org");
        RawClient client = proxy.client()) {
      proxy.resolver.answer("example.org", "1.1.1.1", "2.2.2.2");
      client.connectTo("example.org:443");
      assertThat(client.readResponse())
          .startsWith("HTTP/1.1 502 ")
          .contains("sandbox: failed (connect-failed)")
          .contains("retrying later may help");
    }
  }

  @Test
  void saysThatANameHasNoAddress() throws IOException {
    try (ProxyFixture proxy = ProxyFixture.with("example.org");
        RawClient client = proxy.client()) {
      client.connectTo("example.org:443");
      assertThat(client.readResponse())
          .startsWith("HTTP/1.1 502 ")
          .contains("sandbox: failed (name-not-resolved)");
      assertThat(proxy.audit().getFirst().get("decision").asText()).isEqualTo("error");
    }
  }

  @Test
  void neverConnectsToItself() throws IOException {
    int port = freePort();
    try (ProxyFixture proxy = ProxyFixture.listeningAt(port, "127.0.0.1:" + port);
        RawClient client = proxy.client()) {
      client.connectTo("127.0.0.1:" + port);
      assertThat(client.readResponse()).startsWith("HTTP/1.1 508 ").contains("(proxy-loop)");
      client.get("http://127.0.0.1:" + port + "/", "127.0.0.1:" + port);
      assertThat(client.readResponse()).startsWith("HTTP/1.1 508 ").contains("(proxy-loop)");
      assertThat(proxy.dialled()).isEmpty();
    }
  }

  private static int freePort() throws IOException {
    try (ServerSocket probe = new ServerSocket(0)) {
      return probe.getLocalPort();
    }
  }
}
