package dev.airlock.cli.engine;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ApiVersionTest {

  @Test
  void comparesByNumberAndNotByText() {
    assertThat(new ApiVersion(1, 9)).isLessThan(new ApiVersion(1, 45));
    assertThat(new ApiVersion(2, 0)).isGreaterThan(ApiVersion.LOWEST);
  }

  @Test
  void readsWhatItWrites() {
    assertThat(ApiVersion.parse("1.45")).contains(ApiVersion.LOWEST);
    assertThat(ApiVersion.LOWEST).hasToString("1.45");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "1", "1.", "v1.45", "1.45.0", "-1.45", "1.99999"})
  void refusesOtherForms(String text) {
    assertThat(ApiVersion.parse(text)).isEmpty();
  }
}
