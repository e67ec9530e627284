package dev.airlock.rules;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ImageReferenceTest {
  static final DefaultRegistry HUB = new DefaultRegistry("index.hub.example");
  private static final String ID = "0123456789abcdef".repeat(4);
  private static final String DIGEST = "sha256:" + ID;

  private static Optional<ImageReference> parse(String text) {
    return ImageReference.parse(text.replace("DIGEST", DIGEST).replace("ID", ID), HUB);
  }

  static ImageReference image(String text) {
    return parse(text).orElseThrow();
  }

  @ParameterizedTest
  @CsvSource({
    "web,web:latest",
    "web:1.2,web:1.2",
    "library/web:3,web:3",
    "team/web,team/web:latest",
    "a/b/c:v1,a/b/c:v1",
    "hub.example/web,web:latest",
    "index.hub.example/library/web,web:latest",
    "other.example/library/web,other.example/library/web:latest",
    "localhost/web,localhost/web:latest",
    "localhost:5000/web:1,localhost:5000/web:1",
    "localhost:65535/web,localhost:65535/web:latest",
    "registry.example/team/web:LATEST,registry.example/team/web:LATEST",
    "registry.example:5000/web,registry.example:5000/web:latest",
    "[fd00::1]:5000/web,[fd00::1]:5000/web:latest",
    "web_app/a__b-c.d:_x,web_app/a__b-c.d:_x",
    "deadbeef,deadbeef:latest",
    "team/ID,team/ID:latest",
  })
  void normalizes(String text, String familiar) {
    assertThat(image(text).familiar()).isEqualTo(familiar.replace("ID", ID));
    assertThat(image(familiar)).isEqualTo(image(text));
  }

  @Test
  void namesRegistryAndPathInFull() {
    assertThat(image("web")).isEqualTo(new ImageReference("", "library/web", "latest", ""));
    assertThat(image("localhost:5000/team/web:1"))
        .isEqualTo(new ImageReference("localhost:5000", "team/web", "1", ""));
    assertThat(image("web:1").repository()).isEqualTo("web");
    assertThat(image("registry.example/web@DIGEST").repository()).isEqualTo("registry.example/web");
  }

  @Test
  void letsADigestWinOverATag() {
    assertThat(image("registry.example/web:1@DIGEST"))
        .isEqualTo(new ImageReference("registry.example", "web", "", DIGEST))
        .hasToString("registry.example/web@" + DIGEST);
    assertThat(image("web@sha512:" + "0f".repeat(64)).digest()).startsWith("sha512:");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "/",
        "/web",
        "web/",
        "a//b",
        "Web",
        "team/Web",
        "A/b",
        "REGISTRY.example/web",
        "registry.example/",
        "web:",
        "web:-x",
        "web:a/b",
        "a:b:c",
        "web@",
        "web@sha256:abc",
        "web@sha512:ID",
        "web@md5:0123456789abcdef0123456789abcdef",
        "web@SHA256:0123",
        "web@DIGEST@DIGEST",
        "a..b",
        "a___b",
        "-a",
        "a-",
        "../etc",
        "a/../b",
        "a/..",
        "https://registry.example/web",
        "registry.example:0/web",
        "registry.example:080/web",
        "registry.example:65536/web",
        "registry.example:123456/web",
        "[fd00::1]:65536/web",
        "regi_stry.example/web",
        "we b",
        "web\n",
        "wéb",
        "ID",
        "ID:latest",
        "DIGEST",
      })
  void refuses(String text) {
    assertThat(parse(text)).isEmpty();
  }

  @Test
  void limitsTagsTo128AndNamesTo255Characters() {
    assertThat(parse("web:" + "a".repeat(128))).isPresent();
    assertThat(parse("web:" + "a".repeat(129))).isEmpty();
    assertThat(parse("a".repeat(255 - "library/".length()))).isPresent();
    assertThat(parse("a".repeat(256 - "library/".length()))).isEmpty();
    assertThat(parse("localhost/" + "a".repeat(255 - "localhost/".length()))).isPresent();
    assertThat(parse("localhost/" + "a".repeat(256 - "localhost/".length()))).isEmpty();
  }

  @Test
  void takesNoRegistryForAnUnknownDefault() {
    assertThat(ImageReference.parse("index.hub.example/web", DefaultRegistry.UNKNOWN))
        .contains(new ImageReference("index.hub.example", "web", "latest", ""));
    assertThat(ImageReference.parse("web", DefaultRegistry.UNKNOWN)).contains(image("web"));
  }

  @Test
  void takesTheDefaultRegistryFromTheEnginesIndexServer() {
    assertThat(DefaultRegistry.ofIndexServer("https://index.hub.example/v1/")).isEqualTo(HUB);
    assertThat(DefaultRegistry.ofIndexServer("https://registry.example/").host())
        .isEqualTo("registry.example");
    assertThatIllegalArgumentException().isThrownBy(() -> DefaultRegistry.ofIndexServer("v1"));
  }
}
