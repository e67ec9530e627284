package dev.airlock.http1;

/// How much of a head is read before it is refused; each is the largest that is still accepted.
///
/// @param requestLineBytes of the request or status line, without its line end
/// @param fieldLineBytes of one field line, without its line end
/// @param headBytes of the whole head, line ends and the empty line included
/// @param fieldCount of field lines
public record HeadLimits(int requestLineBytes, int fieldLineBytes, int headBytes, int fieldCount) {

  /// Room for the build arguments that Docker clients put into the query.
  public static final int REQUEST_LINE_BYTES = 16 * 1024;

  /// Room for X-Registry-Config, which holds the credentials of every registry.
  public static final int FIELD_LINE_BYTES = 48 * 1024;

  public static final int HEAD_BYTES = 64 * 1024;

  public static final int FIELD_COUNT = 128;

  public static final HeadLimits DEFAULT =
      new HeadLimits(REQUEST_LINE_BYTES, FIELD_LINE_BYTES, HEAD_BYTES, FIELD_COUNT);

  public HeadLimits {
    if (requestLineBytes < 1 || fieldLineBytes < 1 || headBytes < 1 || fieldCount < 0) {
      throw new IllegalArgumentException("a limit is too small for any head");
    }
  }
}
