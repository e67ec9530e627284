package dev.airlock.egress.policy;

import static java.util.Objects.requireNonNull;

import dev.airlock.rules.DenyReason;
import dev.airlock.rules.HostDecision;

/// Why a request gets no answer of the host it was for.
///
/// @param code stable: `host-not-allowed`
/// @param status what the client is answered with
/// @param detail what is wrong, values escaped and cut; never a path, a query or a field value
/// @param remedy what to do about it; empty if there is nothing to do
public record Refusal(String code, int status, String detail, String remedy) {
  private static final int BAD_REQUEST = 400;
  private static final int FORBIDDEN = 403;
  private static final int BAD_GATEWAY = 502;
  private static final int GATEWAY_TIMEOUT = 504;

  public Refusal {
    requireNonNull(code, "code is null");
    requireNonNull(detail, "detail is null");
    requireNonNull(remedy, "remedy is null");
  }

  public static Refusal of(Reason reason, String detail, String remedy) {
    return new Refusal(reason.code(), reason.status(), detail, remedy);
  }

  /// What the rules said.
  public static Refusal of(HostDecision.Denied denied) {
    int status = denied.reason() == DenyReason.MALFORMED_HOST ? BAD_REQUEST : FORBIDDEN;
    return new Refusal(denied.reason().code(), status, denied.detail(), denied.remedy());
  }

  /// Whether a rule refused it, and not the network or the other side.
  public boolean isDenial() {
    return status != BAD_GATEWAY && status != GATEWAY_TIMEOUT;
  }
}
