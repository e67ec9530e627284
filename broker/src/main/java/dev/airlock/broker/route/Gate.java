package dev.airlock.broker.route;

import static java.util.Objects.requireNonNull;

import dev.airlock.broker.policy.Reason;
import dev.airlock.broker.policy.Refusal;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/// Decides on a request's head: canonical path, known version, known route, known and typed query.
/// Immutable.
public final class Gate {

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
    return new Admission.Refused(
        Optional.empty(),
        new Refusal.Denied(Reason.ENDPOINT_UNKNOWN, method + " " + newest, "not yet"));
  }
}
