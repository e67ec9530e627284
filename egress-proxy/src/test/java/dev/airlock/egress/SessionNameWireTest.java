package dev.airlock.egress;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The session's own names lead inside, on any port and with any protocol, and never out. The
/// fixture counts 172.30.* as the session's network.
class SessionNameWireTest {
  private FakeOrigin origin;
  private ProxyFixture proxy;

  @BeforeEach
  void start() throws IOException {
    origin = FakeOrigin.answering("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nhi");
    proxy =
        ProxyFixture.withSessionNames(
                "web\ndb\nfoo.example\nlocalhost\nintranet\n", "intranet", "foo.example")
            .route("172.30.0.5", origin)
            .route("1.1.1.1", origin)
            .route("10.0.0.1", origin)
            .route("127.0.0.1", origin);
  }

  @AfterEach
  void stop() throws IOException {
    proxy.close();
    origin.close();
  }

  @Test
  void relaysPlainHttpToAnyPort() throws IOException {
    proxy.resolver.answer("web.", "172.30.0.5");
    try (RawClient client = proxy.client()) {
      client.get("http://web:3000/", "web:3000");
      assertThat(client.readResponse()).startsWith("HTTP/1.1 200 ");
      assertThat(proxy.dialled()).containsExactly("172.30.0.5 3000");
      assertThat(proxy.audit().getFirst().get("origin").asText()).isEqualTo("session");
    }
  }

  @Test
  void tunnelsAnyProtocol() throws IOException {
    proxy.resolver.answer("web.", "172.30.0.5");
    try (RawClient client = proxy.client()) {
      client.connectTo("WEB:5432").readHead();
      client.get("/", "web");
      assertThat(client.readResponse()).startsWith("HTTP/1.1 200 ");
    }
  }

  @ParameterizedTest
  @CsvSource({"1.1.1.1", "10.0.0.1", "127.0.0.1", "169.254.169.254", "172.31.0.5"})
  void neverLeadsOut(String address) throws IOException {
    proxy.resolver.answer("web.", address);
    try (RawClient client = proxy.client()) {
      client.connectTo("web:443");
      assertThat(client.readResponse())
          .startsWith("HTTP/1.1 403 ")
          .contains("(session-name-outside)");
      assertThat(proxy.dialled()).isEmpty();
    }
  }

  @Test
  void neverLeadsOutByARuleForTheSameName() throws IOException {
    proxy.resolver.answer("intranet.", "1.1.1.1");
    try (RawClient client = proxy.client()) {
      client.get("http://intranet/", "intranet");
      assertThat(client.readResponse()).contains("(session-name-outside)");
      assertThat(proxy.dialled()).isEmpty();
    }
  }

  @Test
  void neverAsksSearchDomains() throws IOException {
    try (RawClient client = proxy.client()) {
      client.get("http://db/", "db");
      client.readResponse();
      assertThat(proxy.resolver.questions()).containsExactly("db.");
    }
  }

  @Test
  void takesNoNameWithADotForASessionName() throws IOException {
    proxy.resolver.answer("foo.example", "1.1.1.1");
    try (RawClient client = proxy.client()) {
      client.get("http://foo.example/", "foo.example");
      assertThat(client.readResponse()).startsWith("HTTP/1.1 200 ");
      assertThat(proxy.audit().getFirst().get("origin").asText()).isEqualTo("--allow");
    }
  }

  @Test
  void refusesOtherNames() throws IOException {
    try (RawClient client = proxy.client()) {
      client.get("http://website/", "website");
      assertThat(client.readResponse()).contains("(host-not-allowed)");
      assertThat(proxy.resolver.questions()).isEmpty();
    }
  }
}
