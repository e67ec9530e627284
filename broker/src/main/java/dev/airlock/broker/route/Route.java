package dev.airlock.broker.route;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.Set;

/// One endpoint of the Engine API with everything that is known about it before its body is read.
///
/// @param id stable name for audit lines, reference and vectors: `container-create`
/// @param method upper case
/// @param template path without version: `/containers/{id}/json`; `{name:path}` also takes slashes
/// @param why the reason for the verdict, for the reference
/// @param fields header fields that are kept, lower case
public record Route(
    String id,
    String method,
    String template,
    Verdict verdict,
    String why,
    List<QueryKey> query,
    BodyKind body,
    ResponseKind response,
    Set<String> fields) {
  public Route {
    requireNonNull(id, "id is null");
    requireNonNull(method, "method is null");
    requireNonNull(template, "template is null");
    requireNonNull(verdict, "verdict is null");
    requireNonNull(why, "why is null");
    query = List.copyOf(query);
    requireNonNull(body, "body is null");
    requireNonNull(response, "response is null");
    fields = Set.copyOf(fields);
  }

  Route body(BodyKind kind) {
    return new Route(id, method, template, verdict, why, query, kind, response, fields);
  }

  Route answers(ResponseKind kind) {
    return new Route(id, method, template, verdict, why, query, body, kind, fields);
  }

  Route keeping(String... names) {
    return new Route(id, method, template, verdict, why, query, body, response, Set.of(names));
  }

  /// Whether any request may pass.
  public boolean open() {
    return verdict instanceof Verdict.Allowed;
  }
}
