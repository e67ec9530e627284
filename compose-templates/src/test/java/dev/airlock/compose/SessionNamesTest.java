package dev.airlock.compose;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SessionNamesTest {
  private static final SessionNames NAMES = new SessionNames(new SessionId("abcdefgh23"));

  @ParameterizedTest
  @ValueSource(
      strings = {
        "sandbox-session/abcdefgh23/app:latest",
        "sandbox-session/abcdefgh23/team/app:1",
        "sandbox-registry/abcdefgh23/registry.example__5000/team/app:1"
      })
  void findsTheSessionOfATagThatItMade(String tag) {
    assertThat(SessionNames.sessionOfImage(tag)).contains(NAMES.id());
    assertThat(NAMES.isImage(tag)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "sandbox/hello:latest",
        "sandbox-session/",
        "sandbox-session/x/app",
        "a/sandbox-session/abcdefgh23/app"
      })
  void findsNoneInOtherTags(String tag) {
    assertThat(SessionNames.sessionOfImage(tag)).isEmpty();
    assertThat(NAMES.isImage(tag)).isFalse();
  }
}
