package dev.airlock.broker.policy;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ImageNameTest {

  private static final String REGISTRY = "index.registry.test";
  private static final SessionNames NAMES = new SessionNames("abc", REGISTRY);

  @ParameterizedTest
  @CsvSource({
    "alpine, alpine:latest",
    "library/alpine:3, alpine:3",
    "registry.test/alpine, alpine:latest",
    "index.registry.test/library/alpine, alpine:latest",
    "a/b/c:x, a/b/c:x",
    "localhost/a, localhost/a:latest",
    "localhost:5000/a, localhost:5000/a:latest",
    "Host, ",
    "other.test/library/alpine, other.test/library/alpine:latest",
    "'[::1]:5000/a', '[::1]:5000/a:latest'",
    "deadbeef, deadbeef:latest"
  })
  void normalises(String text, String familiar) {
    assertThat(ImageName.parse(text, REGISTRY).map(ImageName::familiar))
        .isEqualTo(Optional.ofNullable(familiar));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "/",
        "a//b",
        "a/",
        "A/b",
        "a:",
        "a:b:c",
        "a@sha256:12",
        "a b",
        "../a",
        "a/..",
        "http://a/b",
        "a:-x",
        "Other.test/a",
        "localhost:99999/a",
        "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
        "sha256:aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
      })
  void refuses(String text) {
    assertThat(ImageName.parse(text, REGISTRY)).isEmpty();
  }

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
    ImageName name = ImageName.parse(text, REGISTRY).orElseThrow();
    ImageName engine = NAMES.engineTag(name).orElseThrow();
    assertThat(engine.familiar()).matches("sandbox-(session|registry)/abc/.*");
    assertThat(NAMES.clientTag(engine.familiar())).contains(name);
  }
}
