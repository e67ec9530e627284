package dev.airlock.compose;

import static java.util.Objects.requireNonNull;

import java.util.random.RandomGenerator;
import java.util.regex.Pattern;

/// Names one session on its engine: ten lower-case base32 characters, 50 bits.
///
/// It is no secret: whatever must not be guessed is guarded by the owner key.
public record SessionId(String value) {
  private static final String ALPHABET = "abcdefghijklmnopqrstuvwxyz234567";
  private static final int LENGTH = 10;
  private static final Pattern FORM = Pattern.compile("[a-z2-7]{" + LENGTH + "}");

  public SessionId {
    requireNonNull(value, "value is null");
    if (!FORM.matcher(value).matches()) {
      throw new IllegalArgumentException(
          "'" + value + "' is not a session id: " + LENGTH + " characters of a-z and 2-7");
    }
  }

  public static SessionId random(RandomGenerator random) {
    StringBuilder id = new StringBuilder(LENGTH);
    for (int i = 0; i < LENGTH; i++) {
      id.append(ALPHABET.charAt(random.nextInt(ALPHABET.length())));
    }
    return new SessionId(id.toString());
  }

  /// Whether a label's value, which anybody may have written, has the form of an id.
  public static boolean isValid(String text) {
    return FORM.matcher(text).matches();
  }

  @Override
  public String toString() {
    return value;
  }
}
