package dev.airlock.rules;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ImageGlobTest {
  private static final String DIGEST = "sha256:" + "0123456789abcdef".repeat(4);

  private static boolean matches(String glob, String image) {
    return ImageGlob.parse(glob.replace("DIGEST", DIGEST), ImageReferenceTest.HUB)
        .matches(ImageReferenceTest.image(image));
  }

  @ParameterizedTest
  @CsvSource({
    "sandbox/*,sandbox/base",
    "sandbox/*,sandbox/base:1",
    "sandbox/*,hub.example/sandbox/base@DIGEST",
    "postgres,library/postgres:16",
    "postgres:16*,postgres:16-alpine",
    "postgres:latest,postgres",
    "[::1]:5000/team/*,[::1]:5000/team/a",
    "registry.example:5000/team/**,registry.example:5000/team/a/b:1",
    "**,a/b/c",
    "**,web",
    "*,web",
    "web@DIGEST,web@DIGEST",
    "web@DIGEST,web:1@DIGEST",
  })
  void covers(String glob, String image) {
    assertThat(matches(glob, image)).isTrue();
  }

  @ParameterizedTest
  @CsvSource({
    "sandbox/*,sandbox/a/b",
    "sandbox/*,sandboxes/base",
    "sandbox/*,registry.example/sandbox/base",
    "postgres,team/postgres",
    "postgres,postgresx",
    "postgres:16,postgres",
    "postgres:16,postgres:16@DIGEST",
    "postgres:*,postgres@DIGEST",
    "web@DIGEST,web",
    "**,registry.example/web",
    "*,team/web",
    "a-b/c,a_b/c",
  })
  void doesNotCover(String glob, String image) {
    assertThat(matches(glob, image)).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "Web",
        "a**/b",
        "*.example/web",
        "a//b",
        "a b",
        "web@sha256",
        "a/",
        "[",
        "a[b]",
        "a/[::1]"
      })
  void refuses(String glob) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ImageGlob.parse(glob, ImageReferenceTest.HUB))
        .withMessageContaining("image glob '");
  }
}
