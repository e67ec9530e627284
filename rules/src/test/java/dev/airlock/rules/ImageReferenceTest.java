package dev.airlock.rules;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ImageReferenceTest {
  static final DefaultRegistry HUB =
      new DefaultRegistry("hub.example", Set.of("index.hub.example"));
  private static final String DIGEST = "sha256:" + "0123456789abcdef".repeat(4);

  static ImageReference image(String text) {
    return ImageReference.parse(text.replace("DIGEST", DIGEST), HUB);
  }

  @ParameterizedTest
  @CsvSource({
    "web,hub.example/library/web",
    "web:1.2,hub.example/library/web:1.2",
    "team/web,hub.example/team/web",
    "a/b/c:v1,hub.example/a/b/c:v1",
    "hub.example/web,hub.example/library/web",
    "index.hub.example/library/web,hub.example/library/web",
    "localhost/web,localhost/web",
    "localhost:5000/web:1,localhost:5000/web:1",
    "registry.example/team/web:LATEST,registry.example/team/web:LATEST",
    "registry.example:5000/web,registry.example:5000/web",
    "[fd00::1]:5000/web,[fd00::1]:5000/web",
    "web_app/a__b-c.d:_x,hub.example/web_app/a__b-c.d:_x",
  })
  void normalizes(String text, String full) {
    assertThat(image(text)).hasToString(full);
  }

  @Test
  void readsTagAndDigest() {
    ImageReference image = image("registry.example/web:1@DIGEST");
    assertThat(image.tag()).contains("1");
    assertThat(image.digest()).contains(DIGEST);
    assertThat(image.name()).isEqualTo("registry.example/web");
    assertThat(image("web@DIGEST").tagOrLatest()).isEqualTo("latest");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "/web",
        "web/",
        "a//b",
        "Web",
        "team/Web",
        "REGISTRY.example/web",
        "registry.example/",
        "web:",
        "web:-x",
        "web:a/b",
        "web@",
        "web@sha256:abc",
        "web@md5:0123456789abcdef0123456789abcdef",
        "web@SHA256:0123",
        "a..b",
        "a___b",
        "-a",
        "a-",
        "../etc",
        "a/../b",
        "https://registry.example/web",
        "registry.example:0/web",
        "registry.example:123456/web",
        "regi_stry.example/web",
        "we b",
        "web\n",
        "wéb",
        "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef",
      })
  void refuses(String text) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> image(text))
        .withMessageStartingWith("image '");
  }

  @Test
  void limitsTagsTo128AndNamesTo255Characters() {
    assertThat(image("web:" + "a".repeat(128)).tag()).isPresent();
    assertThatIllegalArgumentException().isThrownBy(() -> image("web:" + "a".repeat(129)));
    assertThat(image("a".repeat(255)).tag()).isEmpty();
    assertThatIllegalArgumentException().isThrownBy(() -> image("a".repeat(256)));
  }

  @Test
  void tellsWhatTheEngineCouldReadAsAnId() {
    assertThat(ImageReference.couldBeId("cafe")).isTrue();
    assertThat(ImageReference.couldBeId("sha256:cafe")).isTrue();
    assertThat(ImageReference.couldBeId("cafe:latest")).isFalse();
    assertThat(ImageReference.couldBeId("coffee")).isFalse();
    assertThat(ImageReference.couldBeId("team/cafe")).isFalse();
  }

  @Test
  void takesTheDefaultRegistryFromTheEnginesIndexServer() {
    assertThat(DefaultRegistry.ofIndexServer("https://index.hub.example/v1/")).isEqualTo(HUB);
    assertThat(DefaultRegistry.ofIndexServer("https://registry.example/").name())
        .isEqualTo("registry.example");
    assertThatIllegalArgumentException().isThrownBy(() -> DefaultRegistry.ofIndexServer("v1"));
  }
}
