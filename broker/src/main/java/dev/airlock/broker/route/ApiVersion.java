package dev.airlock.broker.route;

/// A version of the Engine API: `1.NN`.
///
/// @param minor the NN
public record ApiVersion(int minor) implements Comparable<ApiVersion> {

  /// The oldest a client may name: below it requests mean other things (a body of `start`
  /// configures the container).
  public static final ApiVersion FLOOR = new ApiVersion(24);

  /// The newest that the route table and the schemas were written for.
  public static final ApiVersion CEILING = new ApiVersion(56);

  /// The first that has subpaths of volumes, without which no bind can be had.
  public static final ApiVersion VOLUME_SUBPATH = new ApiVersion(45);

  public ApiVersion {
    if (minor < 0 || minor > 999) {
      throw new IllegalArgumentException("API version 1." + minor + " is not in 1.0..1.999");
    }
  }

  /// Reads `1.NN`, as an engine's `Api-Version` names it.
  public static ApiVersion parse(String text) {
    if (!text.matches("1\\.(?:0|[1-9][0-9]{0,2})")) {
      throw new IllegalArgumentException("'" + text + "' is not an API version 1.NN");
    }
    return new ApiVersion(Integer.parseInt(text.substring(2)));
  }

  /// The lower of the two.
  public ApiVersion min(ApiVersion other) {
    return compareTo(other) <= 0 ? this : other;
  }

  /// The prefix of a request's path.
  public String prefix() {
    return "/v" + this;
  }

  @Override
  public int compareTo(ApiVersion other) {
    return Integer.compare(minor, other.minor);
  }

  @Override
  public String toString() {
    return "1." + minor;
  }
}
