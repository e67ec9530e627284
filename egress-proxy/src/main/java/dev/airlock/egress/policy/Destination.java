package dev.airlock.egress.policy;

import static java.util.Objects.requireNonNull;

import dev.airlock.rules.HostName;
import dev.airlock.rules.HostTarget;
import dev.airlock.rules.IpLiteral;
import dev.airlock.rules.MalformedHost;

/// The host and port a client asked for, read once.
public record Destination(HostTarget host, int port) {
  private static final int HTTP_PORT = 80;

  public Destination {
    requireNonNull(host, "host is null");
  }

  /// Reads the host.
  ///
  /// @param host as it was written, IPv6 with or without brackets
  public static Destination of(String host, int port) {
    return new Destination(HostTarget.parse(host), port);
  }

  /// The value of a Host field for plain HTTP: canonical, without the port if it is 80.
  public String httpAuthority() {
    return port == HTTP_PORT ? bracketed() : authority();
  }

  /// Host and port, as in a rule: `example.org:443`, `[fd00::1]:443`.
  public String authority() {
    return bracketed() + ":" + port;
  }

  private String bracketed() {
    boolean v6 = host instanceof IpLiteral && hostText().contains(":");
    return v6 ? "[" + hostText() + "]" : hostText();
  }

  /// For logs: the host in its canonical spelling, or why it is none.
  public String hostText() {
    return switch (host) {
      case HostName name -> name.text();
      case IpLiteral literal -> literal.toString();
      case MalformedHost(String detail) -> "(" + detail + ")";
    };
  }
}
