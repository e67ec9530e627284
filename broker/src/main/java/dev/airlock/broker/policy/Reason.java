package dev.airlock.broker.policy;

import static java.util.Objects.requireNonNull;

/// The stable codes of the rules that deny: they stand in refusals, audit lines and the reference.
public enum Reason {
  ENDPOINT_UNKNOWN("endpoint-unknown"),
  ENDPOINT_DENIED("endpoint-denied"),
  PRIVILEGED_CONTAINER("privileged-container");

  private final String code;

  Reason(String code) {
    this.code = requireNonNull(code, "code is null");
  }

  /// The code as scripts see it: lower case words joined by hyphens.
  public String code() {
    return code;
  }
}
