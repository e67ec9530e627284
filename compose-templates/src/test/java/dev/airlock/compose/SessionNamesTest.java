package dev.airlock.compose;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SessionNamesTest {
  private static final SessionNames NAMES = new SessionNames(new SessionId("abcdefgh23"));

  @Test
  void findsTheSessionOfATagThatItMade() {
    assertThat(SessionNames.sessionOfImage(NAMES.imagePrefix() + "team/app:latest"))
        .contains(NAMES.id());
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
  }
}
