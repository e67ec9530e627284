package dev.airlock.broker.stream;

import dev.airlock.broker.inspect.UpstreamRequest;
import dev.airlock.http1.Fields;
import dev.airlock.http1.Framing;
import dev.airlock.http1.Relay;
import dev.airlock.http1.RelayLimits;
import dev.airlock.http1.ResponseHead;
import dev.airlock.http1.Wire;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Connections that the daemon has turned into raw streams: attach and exec.
public final class Hijack {
  private static final Set<String> RAW_STREAMS =
      Set.of("application/vnd.docker.raw-stream", "application/vnd.docker.multiplexed-stream");

  private Hijack() {}

  /// Whether the daemon's answer is the beginning of a raw stream: its 101, if the broker asked for
  /// one, or its 200 without an end.
  public static boolean isRawStream(UpstreamRequest request, ResponseHead head, Framing framing) {
    if (head.status() == 101) {
      return asksForUpgrade(request.fields());
    }
    return head.status() == 200
        && framing instanceof Framing.UntilClose
        && head.fields().first("Content-Type").filter(RAW_STREAMS::contains).isPresent();
  }

  private static boolean asksForUpgrade(Map<String, String> fields) {
    return fields.keySet().stream().anyMatch("Upgrade"::equalsIgnoreCase);
  }

  /// The daemon's head as the client gets it.
  public static ResponseHead headFor(ResponseHead head) {
    Fields fields = Fields.EMPTY;
    Optional<String> type = head.fields().first("Content-Type");
    if (type.isPresent()) {
      fields = fields.with("Content-Type", type.get());
    }
    if (head.status() == 101) {
      return new ResponseHead(
          101, "UPGRADED", fields.with("Connection", "Upgrade").with("Upgrade", "tcp"));
    }
    return new ResponseHead(200, "OK", fields);
  }

  /// Joins both sides until both have ended; each side's end is passed on by itself. An attached
  /// container may be silent for days.
  public static Relay.Result run(Wire client, Wire daemon) {
    return Relay.run(client, daemon, RelayLimits.NONE);
  }
}
