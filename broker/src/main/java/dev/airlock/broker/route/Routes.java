package dev.airlock.broker.route;

import dev.airlock.broker.policy.Reason;
import java.util.Arrays;
import java.util.List;
import java.util.Set;

/// Short spellings for the tables.
final class Routes {

  private Routes() {}

  /// An open route without a body, whose answer is relayed.
  static Route open(String id, String method, String template, String why, QueryKey... query) {
    return new Route(
        id,
        method,
        template,
        new Verdict.Allowed(),
        why,
        Arrays.asList(query),
        method.equals("POST") ? BodyKind.IGNORED : BodyKind.NONE,
        ResponseKind.RELAY,
        Set.of());
  }

  static Route denied(
      String id, String method, String template, Reason reason, String why, String remedy) {
    return new Route(
        id,
        method,
        template,
        new Verdict.Denied(reason, remedy),
        why,
        List.of(),
        BodyKind.NONE,
        ResponseKind.RELAY,
        Set.of());
  }
}
