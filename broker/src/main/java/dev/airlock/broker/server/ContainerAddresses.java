package dev.airlock.broker.server;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.airlock.broker.ownership.EngineLookup;
import java.io.IOException;
import java.net.InetAddress;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/// Where containers are, for the forwarding of virtual ports. Safe for use by many threads.
final class ContainerAddresses {
  /// For how long an answer of the engine's is believed: a container that is restarted may get
  /// another address.
  private static final long FRESH_NANOS = TimeUnit.SECONDS.toNanos(1);

  private record Known(InetAddress address, long at) {}

  private final EngineLookup engine;
  private final Map<String, Known> known = new ConcurrentHashMap<>();

  ContainerAddresses(EngineLookup engine) {
    this.engine = requireNonNull(engine, "engine is null");
  }

  /// The container's address on one of its networks; empty if it runs on none.
  Optional<InetAddress> of(String container) {
    Known last = known.get(container);
    if (last != null && System.nanoTime() - last.at() < FRESH_NANOS) {
      return Optional.of(last.address());
    }
    Optional<InetAddress> address = ask(container);
    if (address.isPresent()) {
      known.put(container, new Known(address.get(), System.nanoTime()));
    } else {
      known.remove(container);
    }
    return address;
  }

  private Optional<InetAddress> ask(String container) {
    JsonNode json;
    try {
      json = engine.get("/containers/" + container + "/json").orElseGet(MissingNode::getInstance);
    } catch (IOException e) {
      return Optional.empty();
    }
    JsonNode networks = json.path("NetworkSettings").path("Networks");
    return address(networks, "IPAddress").or(() -> address(networks, "GlobalIPv6Address"));
  }

  private static Optional<InetAddress> address(JsonNode networks, String member) {
    for (JsonNode network : networks) {
      String text = network.path(member).asText("");
      if (!text.isEmpty()) {
        try {
          return Optional.of(InetAddress.ofLiteral(text));
        } catch (IllegalArgumentException e) {
          // The engine writes literals only; whatever this is, it is not resolved.
        }
      }
    }
    return Optional.empty();
  }
}
