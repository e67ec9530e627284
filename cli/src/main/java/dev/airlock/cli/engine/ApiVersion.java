package dev.airlock.cli.engine;

import java.util.Comparator;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A version of the Engine API, such as 1.45.
public record ApiVersion(int major, int minor) implements Comparable<ApiVersion> {

  /// The lowest we can use: the first whose volumes have subpaths, which is how a bind mount below
  /// the workspace is made safe.
  public static final ApiVersion LOWEST = new ApiVersion(1, 45);

  private static final Pattern FORM = Pattern.compile("(\\d{1,4})\\.(\\d{1,4})");
  private static final Comparator<ApiVersion> ORDER =
      Comparator.comparingInt(ApiVersion::major).thenComparingInt(ApiVersion::minor);

  /// Reads `1.45`; anything else is empty.
  public static Optional<ApiVersion> parse(String text) {
    Matcher form = FORM.matcher(text);
    return form.matches()
        ? Optional.of(
            new ApiVersion(Integer.parseInt(form.group(1)), Integer.parseInt(form.group(2))))
        : Optional.empty();
  }

  @Override
  public int compareTo(ApiVersion other) {
    return ORDER.compare(this, other);
  }

  @Override
  public String toString() {
    return major + "." + minor;
  }
}
