package dev.airlock.http1;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/// The fields that are about one connection and never forwarded (RFC 9110 section 7.6.1).
public final class HopByHop {
  private static final List<String> NAMES =
      List.of(
          "Connection",
          "Keep-Alive",
          "Proxy-Authenticate",
          "Proxy-Authorization",
          "Proxy-Connection",
          "TE",
          "Trailer",
          "Transfer-Encoding",
          "Upgrade");

  /// SECURITY: a sender must not name these in Connection to have an intermediary drop them.
  private static final Set<String> NEVER_NAMED =
      Set.of("authorization", "content-length", "content-type", "cookie", "host");

  private HopByHop() {}

  /// These fields without the ones of this connection, and without what Connection names.
  /// Content-Length stays: say the framing anew with [RequestHead#with(Framing)].
  public static Fields removedFrom(Fields fields) {
    List<String> names = new ArrayList<>(NAMES);
    for (String option : fields.members("Connection")) {
      if (!NEVER_NAMED.contains(option)) {
        names.add(option);
      }
    }
    return fields.without(names.toArray(String[]::new));
  }
}
