package dev.airlock.http1;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EndpointTest {

  @ParameterizedTest
  @ValueSource(strings = {"unix:///run/docker.sock", "tcp://127.0.0.1:2375", "tcp://[::]:0"})
  void printsWhatItRead(String text) {
    assertThat(Endpoint.parse(text)).hasToString(text);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "unix://relative",
        "tcp://h",
        "tcp://:1",
        "tcp://::1:80",
        "tcp://h:65536",
        "tcp://h:x",
        "fd://1"
      })
  void refuses(String text) {
    assertThatIllegalArgumentException().isThrownBy(() -> Endpoint.parse(text));
  }
}
