package dev.airlock.compose;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.random.RandomGenerator;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SessionIdTest {

  @RepeatedTest(20)
  void makesIdsOfItsOwnForm() {
    assertThat(SessionId.isValid(SessionId.random(RandomGenerator.getDefault()).value())).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "abcdefghi", "abcdefghijk", "ABCDEFGHIJ", "abcdefghi1", "../../../a"})
  void refusesAnythingElse(String text) {
    assertThat(SessionId.isValid(text)).isFalse();
    assertThatThrownBy(() -> new SessionId(text)).isInstanceOf(IllegalArgumentException.class);
  }
}
