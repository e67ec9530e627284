package dev.airlock.broker.upstream;

import java.io.IOException;

/// The daemon is not reached, or what it says cannot be understood: the client is answered 502.
public final class DaemonException extends IOException {
  private static final long serialVersionUID = 1L;

  public DaemonException(String message) {
    super(message);
  }

  public DaemonException(String message, Throwable cause) {
    super(message, cause);
  }
}
