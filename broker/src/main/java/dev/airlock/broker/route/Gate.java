package dev.airlock.broker.route;

import static java.util.Objects.requireNonNull;

import dev.airlock.broker.json.StrictJson;
import dev.airlock.broker.policy.Reason;
import dev.airlock.broker.policy.Refusal;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Decides on a request's head: canonical path, known version, known route, known and typed query.
/// Immutable.
public final class Gate {

  private static final Pattern VERSIONED = Pattern.compile("/v1\\.(0|[1-9][0-9]{0,2})(/.*)");
  private static final Pattern VERSION_LIKE = Pattern.compile("/[vV][0-9.]+(?:/.*)?");

  private final ApiVersion newest;

  /// @param newest the lower of the engine's newest version and {@link ApiVersion#CEILING}: what a
  ///   path without version means
  public Gate(ApiVersion newest) {
    this.newest = requireNonNull(newest, "newest is null");
  }

  /// Admits or refuses.
  ///
  /// @param path raw, as in the request line
  /// @param query raw, without the question mark
  /// @param fields all values of a header field, in order, by its name in any case
  public Admission admit(
      String method, String path, Optional<String> query, Function<String, List<String>> fields) {
    Optional<String> id = Optional.empty();
    try {
      requireCanonicalPath(path);
      VersionedPath versioned = version(path);
      Optional<RouteTable.Match> match = RouteTable.match(method, versioned.path());
      if (match.isEmpty()) {
        return new Admission.Refused(id, unknown(method, versioned.path()));
      }
      Route route = match.get().route();
      id = Optional.of(route.id());
      if (versioned.path().endsWith("/") && !route.template().endsWith("/")) {
        throw new NotCanonicalException("path ends with a slash");
      }
      if (route.verdict() instanceof Verdict.Denied(Reason reason, String remedy)) {
        return new Admission.Refused(
            id,
            new Refusal.Denied(
                reason, method + " " + route.template() + ": " + route.why(), remedy));
      }
      if (route.response() == ResponseKind.LOCAL) {
        return new Admission.Admitted(
            route, method, versioned.version(), Map.of(), QueryParams.EMPTY, Map.of());
      }
      requireContentType(route, fields);
      return new Admission.Admitted(
          route,
          method,
          versioned.version(),
          decoded(route, match.get().parameters()),
          QueryReader.read(query, route),
          kept(route, fields));
    } catch (NotCanonicalException e) {
      return new Admission.Refused(id, new Refusal.Malformed(requireNonNull(e.getMessage())));
    }
  }

  private static Refusal unknown(String method, String path) {
    String shown = StrictJson.printable(method + " " + path);
    return new Refusal.Denied(
        Reason.ENDPOINT_UNKNOWN,
        RouteTable.knowsPath(path)
            ? shown + ": the path is known, the method is not"
            : shown + " is no endpoint of the Engine API that the broker knows",
        Reason.ENDPOINT_UNKNOWN.remedy());
  }

  private record VersionedPath(ApiVersion version, String path) {}

  private VersionedPath version(String path) throws NotCanonicalException {
    Matcher matcher = VERSIONED.matcher(path);
    if (!matcher.matches()) {
      if (VERSION_LIKE.matcher(path).matches()) {
        throw new NotCanonicalException("the version in the path is not /v1.NN");
      }
      return new VersionedPath(newest, path);
    }
    ApiVersion version = new ApiVersion(Integer.parseInt(matcher.group(1)));
    if (version.compareTo(ApiVersion.FLOOR) < 0) {
      throw new NotCanonicalException(
          "client version "
              + version
              + " is too old. Minimum supported API version is "
              + ApiVersion.FLOOR
              + ", please upgrade your client to a newer version");
    }
    if (version.compareTo(newest) > 0) {
      throw new NotCanonicalException(
          "client version " + version + " is too new. Maximum supported API version is " + newest);
    }
    return new VersionedPath(version, matcher.group(2));
  }

  /// SECURITY: one path, one reading: what a cleaning router would change is refused.
  private static void requireCanonicalPath(String path) throws NotCanonicalException {
    if (!path.startsWith("/")) {
      throw new NotCanonicalException("path does not begin with a slash");
    }
    for (String segment : path.substring(1).split("/", -1)) {
      String decoded = PercentCoding.decodePath(segment);
      if (decoded.indexOf('\\') >= 0) {
        throw new NotCanonicalException("path has a backslash");
      }
      for (String part : decoded.split("/", -1)) {
        if (part.equals(".") || part.equals("..")) {
          throw new NotCanonicalException("path has a dot segment");
        }
      }
      if (decoded.chars().anyMatch(c -> c < ' ' || c >= 0x7f || c == '%')) {
        throw new NotCanonicalException("path has a character that no name of an object can have");
      }
    }
    if (path.contains("//")) {
      throw new NotCanonicalException("path has an empty segment");
    }
  }

  /// An encoded slash is one in the name of an image, where docker-java writes it so, and nowhere
  /// else.
  private static Map<String, String> decoded(Route route, Map<String, String> raw)
      throws NotCanonicalException {
    Map<String, String> decoded = new HashMap<>();
    for (Map.Entry<String, String> entry : raw.entrySet()) {
      String value = PercentCoding.decodePath(entry.getValue());
      boolean encodedSlash = !entry.getValue().contains("/") && value.indexOf('/') >= 0;
      boolean path = route.template().contains("{" + entry.getKey() + ":path}");
      if ((encodedSlash && !path)
          || value.contains("//")
          || value.startsWith("/")
          || value.endsWith("/")) {
        throw new NotCanonicalException("path has an encoded slash");
      }
      decoded.put(entry.getKey(), value);
    }
    return decoded;
  }

  /// SECURITY: the engine reads a form in the body over the query.
  private static void requireContentType(Route route, Function<String, List<String>> fields)
      throws NotCanonicalException {
    List<String> values = fields.apply("content-type");
    if (values.size() > 1) {
      throw new NotCanonicalException("Content-Type comes twice");
    }
    if (values.isEmpty()) {
      return;
    }
    String type = mediaType(values.getFirst());
    if (type.equals("application/x-www-form-urlencoded") || type.startsWith("multipart/")) {
      throw new NotCanonicalException("a form is not a body of the Engine API");
    }
    boolean json = route.body() == BodyKind.JSON || route.body() == BodyKind.OPTIONAL_JSON;
    if (json && !type.equals("application/json")) {
      throw new NotCanonicalException(
          "Content-Type is '" + StrictJson.printable(type) + "', not application/json");
    }
  }

  private static String mediaType(String value) {
    int semicolon = value.indexOf(';');
    return (semicolon < 0 ? value : value.substring(0, semicolon)).strip().toLowerCase(Locale.ROOT);
  }

  private static Map<String, String> kept(Route route, Function<String, List<String>> fields)
      throws NotCanonicalException {
    Map<String, String> kept = new HashMap<>();
    for (String name : route.fields()) {
      List<String> values = fields.apply(name);
      if (values.size() > 1) {
        throw new NotCanonicalException("field " + name + " comes twice");
      }
      if (values.size() == 1) {
        kept.put(name, values.getFirst().strip());
      }
    }
    String upgrade = kept.get("upgrade");
    if (upgrade != null && !upgrade.equalsIgnoreCase("tcp")) {
      throw new NotCanonicalException(
          "Upgrade is '" + StrictJson.printable(upgrade) + "', not tcp");
    }
    return kept;
  }
}
