package dev.airlock.http1;

import static java.util.Objects.requireNonNull;

/// The ways a message can break the protocol, each with a stable code and the status that says so.
///
/// The status is for a request; a response that breaks the protocol is answered with 502 by whoever
/// forwards it.
public enum Violation {
  BAD_REQUEST_LINE("bad-request-line", 400),
  BAD_STATUS_LINE("bad-status-line", 400),
  BAD_METHOD("bad-method", 400),
  BAD_TARGET("bad-target", 400),
  BAD_VERSION("bad-version", 505),
  HTTP2_PREFACE("http2-preface", 505),
  BAD_LINE_END("bad-line-end", 400),
  BAD_BYTE("bad-byte", 400),
  OBS_FOLD("obs-fold", 400),
  BAD_FIELD_NAME("bad-field-name", 400),
  BAD_HOST("bad-host", 400),
  BAD_FRAMING("bad-framing", 400),
  BAD_EXPECTATION("bad-expectation", 417),
  BAD_CHUNK("bad-chunk", 400),
  BAD_TRAILER("bad-trailer", 400),
  REQUEST_LINE_TOO_LONG("request-line-too-long", 414),
  STATUS_LINE_TOO_LONG("status-line-too-long", 400),
  FIELD_LINE_TOO_LONG("field-line-too-long", 431),
  TOO_MANY_FIELDS("too-many-fields", 431),
  HEAD_TOO_LARGE("head-too-large", 431),
  TRAILERS_TOO_LARGE("trailers-too-large", 431),
  TRUNCATED("truncated", 400);

  private final String code;
  private final int status;

  Violation(String code, int status) {
    this.code = requireNonNull(code, "code is null");
    this.status = status;
  }

  /// Lower case words joined by hyphens; scripts and test vectors rely on it.
  public String code() {
    return code;
  }

  /// The status a server answers with before it closes the connection.
  public int status() {
    return status;
  }
}
