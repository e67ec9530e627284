package dev.airlock.broker.policy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.airlock.rules.DefaultRegistry;
import dev.airlock.rules.ImageReference;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SessionNamesTest {

  private static final DefaultRegistry REGISTRY = new DefaultRegistry("index.registry.test");
  private static final SessionNames NAMES = new SessionNames("abc", REGISTRY);

  @ParameterizedTest
  @ValueSource(
      strings = {
        "app",
        "team/app:1.2",
        "localhost:5000/app:x",
        "host.test/team/app",
        "library/app",
        "a__5000/x",
        "sandbox/hello"
      })
  void givesTheSessionItsOwnNamesAndBack(String text) {
    ImageReference name = ImageReference.parse(text, REGISTRY).orElseThrow();
    ImageReference engine = NAMES.engineTag(name).orElseThrow();
    assertThat(engine.familiar()).matches("sandbox-(session|registry)/abc/.*");
    assertThat(NAMES.clientTag(engine.familiar())).contains(name);
  }
}
