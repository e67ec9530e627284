package dev.airlock.broker.route;

import dev.airlock.broker.policy.Reason;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/// Every endpoint of the Engine API, documented, undocumented and removed; what is not in it is
/// denied. Immutable.
public final class RouteTable {

  /// Answers a preflight by itself: an engine without CORS has none to allow.
  static final Route OPTIONS =
      Routes.open(
              "options", "OPTIONS", "/{any:path}", "answered by the broker; nothing goes upstream")
          .answers(ResponseKind.LOCAL);

  /// HTTP/2 with prior knowledge, which leads to BuildKit; the head reader refuses it before any
  /// route is looked for.
  static final Route HTTP2_PREFACE =
      Routes.denied(
          "http2-preface",
          "PRI",
          "*",
          Reason.BUILDKIT,
          "HTTP/2 on the socket leads to BuildKit past every rule",
          "speak HTTP/1.1");

  private static final List<Route> ALL =
      Stream.of(
              ContainerRoutes.routes(),
              ImageRoutes.routes(),
              ResourceRoutes.routes(),
              DeniedRoutes.routes(),
              List.of(OPTIONS, HTTP2_PREFACE))
          .flatMap(List::stream)
          .toList();

  private static final Map<String, List<Pattern>> BY_METHOD = byMethod();

  private RouteTable() {}

  /// A route and the raw segments that its template's parameters stand for.
  record Match(Route route, Map<String, String> parameters) {}

  private record Pattern(Route route, List<String> segments) {}

  /// All, in the order of the reference.
  public static List<Route> all() {
    return ALL;
  }

  /// The route of an id, for tests and the explanation of rules.
  public static Optional<Route> byId(String id) {
    return ALL.stream().filter(route -> route.id().equals(id)).findFirst();
  }

  /// The most literal route for a canonical path without version.
  static Optional<Match> match(String method, String path) {
    List<String> segments = List.of(path.split("/", -1));
    Match best = null;
    int bestRank = -1;
    for (Pattern pattern : BY_METHOD.getOrDefault(method, List.of())) {
      Map<String, String> parameters = new HashMap<>();
      int rank = match(pattern.segments(), segments, parameters);
      if (rank > bestRank) {
        best = new Match(pattern.route(), Map.copyOf(parameters));
        bestRank = rank;
      }
    }
    return Optional.ofNullable(best);
  }

  /// Whether any method has the path.
  static boolean knowsPath(String path) {
    return BY_METHOD.keySet().stream()
        .filter(method -> !method.equals("OPTIONS"))
        .anyMatch(method -> match(method, path).isPresent());
  }

  /// Two for each literal segment that matched, or -1; a parameter over several segments takes what
  /// the rest leaves.
  private static int match(
      List<String> template, List<String> path, Map<String, String> parameters) {
    int rank = 0;
    int at = 0;
    for (int i = 0; i < template.size(); i++) {
      String part = template.get(i);
      if (part.endsWith(":path}")) {
        int left = template.size() - i - 1;
        int end = path.size() - left;
        if (end <= at) {
          return -1;
        }
        parameters.put(
            part.substring(1, part.indexOf(':')), String.join("/", path.subList(at, end)));
        at = end;
      } else if (at >= path.size()) {
        return -1;
      } else if (part.startsWith("{")) {
        if (path.get(at).isEmpty()) {
          return -1;
        }
        parameters.put(part.substring(1, part.length() - 1), path.get(at++));
        rank += 1;
      } else if (!part.equals(path.get(at++))) {
        return -1;
      } else {
        rank += 2;
      }
    }
    return at == path.size() ? rank : -1;
  }

  private static Map<String, List<Pattern>> byMethod() {
    Map<String, List<Pattern>> map = new HashMap<>();
    for (Route route : ALL) {
      map.computeIfAbsent(route.method(), method -> new ArrayList<>())
          .add(new Pattern(route, List.of(route.template().split("/", -1))));
    }
    return Map.copyOf(map);
  }
}
