package dev.airlock.broker.policy;

import static java.util.Objects.requireNonNull;

/// Why a request is not forwarded, in the three shapes a Docker client understands.
///
/// Each answers as `{"message": "sandbox: …"}`. Immutable.
public sealed interface Refusal {

  /// What is wrong, with the value, escaped and cut; never raw request bytes.
  String detail();

  /// A rule says no: status 403.
  ///
  /// @param remedy how to be allowed, or why there is no way; said after the detail
  record Denied(Reason reason, String detail, String remedy) implements Refusal {
    public Denied {
      requireNonNull(reason, "reason is null");
      requireNonNull(detail, "detail is null");
      requireNonNull(remedy, "remedy is null");
    }
  }

  /// The object is not this session's, or does not exist; the two look the same: status 404.
  ///
  /// @param detail the engine's own words for such an object, as `No such container: x`
  record NotFound(String detail) implements Refusal {
    public NotFound {
      requireNonNull(detail, "detail is null");
    }
  }

  /// The request is not canonical: status 400, and the connection is closed.
  record Malformed(String detail) implements Refusal {
    public Malformed {
      requireNonNull(detail, "detail is null");
    }
  }
}
