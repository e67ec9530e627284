package dev.airlock.egress.policy;

/// Why a request was not served, beyond what the rules themselves refuse
/// ([dev.airlock.rules.DenyReason]). The codes stand in refusals, audit lines and the reference.
public enum Reason {
  SNI_MISMATCH("sni-mismatch", 403),
  SNI_ABSENT("sni-absent", 403),
  NOT_TLS("not-tls", 403),
  BAD_CLIENT_HELLO("bad-client-hello", 403),
  CLIENT_HELLO_TOO_LARGE("client-hello-too-large", 403),
  NO_CLIENT_HELLO("no-client-hello", 403),
  ENCRYPTED_CLIENT_HELLO("encrypted-client-hello", 403),
  HTTPS_WITHOUT_CONNECT("https-without-connect", 403),
  HOST_FIELD_MISMATCH("host-field-mismatch", 400),
  UPGRADE_NOT_ALLOWED("upgrade-not-allowed", 403),
  TRACE_NOT_ALLOWED("trace-not-allowed", 403),
  SESSION_NAME_OUTSIDE("session-name-outside", 403),
  PROXY_LOOP("proxy-loop", 508),
  NAME_NOT_RESOLVED("name-not-resolved", 502),
  CONNECT_FAILED("connect-failed", 502),
  CONNECT_TIMEOUT("connect-timeout", 504),
  BAD_RESPONSE("bad-response", 502),
  NO_RESPONSE("no-response", 502),
  RESPONSE_TIMEOUT("response-timeout", 504);

  private final String code;
  private final int status;

  Reason(String code, int status) {
    this.code = code;
    this.status = status;
  }

  /// The code as scripts see it: lower case words joined by hyphens.
  public String code() {
    return code;
  }

  /// The status of the answer, where there still can be one.
  public int status() {
    return status;
  }
}
