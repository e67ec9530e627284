package dev.airlock.broker.route;

import static java.util.Objects.requireNonNull;

import dev.airlock.broker.policy.Refusal;
import java.util.Map;
import java.util.Optional;

/// What the gate says of a request's head.
public sealed interface Admission {

  /// Nothing of the body is read; nothing goes upstream.
  ///
  /// @param route the route's id, for the audit; empty if none was matched
  record Refused(Optional<String> route, Refusal refusal) implements Admission {
    public Refused {
      requireNonNull(route, "route is null");
      requireNonNull(refusal, "refusal is null");
    }
  }

  /// The head is canonical and its route allowed; the body and the objects it names are still to be
  /// decided.
  ///
  /// @param method upper case
  /// @param version the client's, or the engine's newest if the path had none
  /// @param pathParameters decoded, by the names in the route's template
  /// @param fields the kept header fields by lower-case name: those that the route lists and no
  ///   other
  record Admitted(
      Route route,
      String method,
      ApiVersion version,
      Map<String, String> pathParameters,
      QueryParams query,
      Map<String, String> fields)
      implements Admission {
    public Admitted {
      requireNonNull(route, "route is null");
      requireNonNull(method, "method is null");
      requireNonNull(version, "version is null");
      pathParameters = Map.copyOf(pathParameters);
      requireNonNull(query, "query is null");
      fields = Map.copyOf(fields);
    }

    /// A parameter that the template has.
    public String path(String name) {
      return requireNonNull(pathParameters.get(name), () -> "no path parameter " + name);
    }
  }
}
