package dev.airlock.egress.policy;

import dev.airlock.egress.policy.TunnelRefusal.LastWords;
import dev.airlock.egress.tls.ClientHello;
import dev.airlock.egress.tls.ClientHelloException;
import dev.airlock.egress.tls.TlsAlert;
import dev.airlock.rules.HostTarget;
import dev.airlock.rules.IpLiteral;
import dev.airlock.rules.Printable;
import java.util.Optional;

/// Decides on the first bytes of a tunnel: TLS for the very host that CONNECT named.
public final class TunnelPolicy {
  private TunnelPolicy() {}

  /// What is wrong with that ClientHello in a tunnel to that destination.
  public static Optional<TunnelRefusal> refusalOf(ClientHello hello, Destination destination) {
    if (hello.encrypted()) {
      // SECURITY: the inner name may be another host of the same front. Browsers' decoys (GREASE)
      // cannot be told from real ones, so they are refused as well.
      return refusal(
          Reason.ENCRYPTED_CLIENT_HELLO,
          "the ClientHello is encrypted and may name another host than " + named(destination),
          "switch Encrypted Client Hello off in the client, or " + anyProtocol(destination),
          TlsAlert.ACCESS_DENIED);
    }
    if (hello.serverName().isPresent()) {
      return refusalOf(hello.serverName().get(), destination);
    }
    // RFC 6066 section 3: a literal address is never sent as a server name.
    return destination.host() instanceof IpLiteral
        ? Optional.empty()
        : refusal(
            Reason.SNI_ABSENT,
            "the ClientHello names no server, CONNECT named " + named(destination),
            "let the client send the host name (SNI), or " + anyProtocol(destination),
            TlsAlert.ACCESS_DENIED);
  }

  private static Optional<TunnelRefusal> refusalOf(String serverName, Destination destination) {
    // RFC 6066 section 3: no trailing dot.
    boolean same =
        !serverName.endsWith(".") && HostTarget.parse(serverName).equals(destination.host());
    return same
        ? Optional.empty()
        : refusal(
            Reason.SNI_MISMATCH,
            "the ClientHello names "
                + Printable.quote(serverName)
                + ", CONNECT named "
                + named(destination),
            "connect to the host that TLS is for",
            TlsAlert.UNRECOGNIZED_NAME);
  }

  /// What is wrong with a tunnel whose first bytes are no readable ClientHello.
  public static TunnelRefusal refusalOf(ClientHelloException first, Destination destination) {
    return switch (first.kind()) {
      case NOT_TLS -> refusal(Reason.NOT_TLS, first, destination, new LastWords.Silence());
      case TEXT -> refusal(Reason.NOT_TLS, first, destination, new LastWords.Http());
      case MALFORMED ->
          refusal(
              Reason.BAD_CLIENT_HELLO,
              first,
              destination,
              new LastWords.Alert(TlsAlert.DECODE_ERROR));
      case TOO_LARGE ->
          refusal(
              Reason.CLIENT_HELLO_TOO_LARGE,
              first,
              destination,
              new LastWords.Alert(TlsAlert.ACCESS_DENIED));
    };
  }

  /// The client said nothing that could be judged before its time was up, or went away.
  public static TunnelRefusal refusalOfSilence(Destination destination) {
    return new TunnelRefusal(
        Refusal.of(
            Reason.NO_CLIENT_HELLO,
            "the tunnel to " + named(destination) + " ended before the client said anything",
            "let the client begin TLS, or " + anyProtocol(destination)),
        new LastWords.Silence());
  }

  private static Optional<TunnelRefusal> refusal(
      Reason reason, String detail, String remedy, TlsAlert alert) {
    return Optional.of(
        new TunnelRefusal(Refusal.of(reason, detail, remedy), new LastWords.Alert(alert)));
  }

  private static TunnelRefusal refusal(
      Reason reason, ClientHelloException first, Destination destination, LastWords lastWords) {
    return new TunnelRefusal(
        Refusal.of(
            reason,
            "the tunnel to "
                + named(destination)
                + " begins with no TLS that can be checked: "
                + first.getMessage(),
            anyProtocol(destination)),
        lastWords);
  }

  private static String named(Destination destination) {
    return "'" + destination.hostText() + "'";
  }

  private static String anyProtocol(Destination destination) {
    return "--allow " + destination.authority() + "/tcp";
  }
}
