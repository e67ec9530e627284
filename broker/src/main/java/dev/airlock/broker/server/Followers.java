package dev.airlock.broker.server;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.airlock.broker.inspect.UpstreamRequest;
import dev.airlock.broker.upstream.Daemon;
import dev.airlock.broker.upstream.Reply;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The containers that join every network the session creates: the pod, so that names of siblings
/// resolve in the workload, and the egress proxy, so that siblings there have a way out.
final class Followers {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final System.Logger LOG = System.getLogger(Followers.class.getName());

  private final Daemon daemon;
  private final List<String> followers;

  Followers(Daemon daemon, List<String> followers) {
    this.daemon = requireNonNull(daemon, "daemon is null");
    this.followers = List.copyOf(followers);
  }

  /// Connects all of them; one that cannot join is logged: the network works without it.
  void join(String network) {
    for (String follower : followers) {
      post(
          "/networks/" + network + "/connect",
          JsonNodeFactory.instance.objectNode().put("Container", follower));
    }
  }

  /// Disconnects all of them, so that the network can be removed.
  void leave(String network) {
    for (String follower : followers) {
      post(
          "/networks/" + network + "/disconnect",
          JsonNodeFactory.instance
              .objectNode()
              .put("Container", follower)
              .put("Force", true));
    }
  }

  /// Whether nobody but followers is on a network.
  boolean areAloneOn(String network) {
    try {
      Optional<JsonNode> seen = daemon.get("/networks/" + network);
      List<String> others = new ArrayList<>();
      seen.ifPresent(
          json ->
              json.path("Containers")
                  .forEach(container -> others.add(container.path("Name").asText(""))));
      others.removeAll(followers);
      return seen.isPresent() && others.isEmpty();
    } catch (IOException e) {
      return false;
    }
  }

  boolean isEmpty() {
    return followers.isEmpty();
  }

  private void post(String target, ObjectNode body) {
    try (Reply reply = daemon.send(request(target, body))) {
      if (!reply.isSuccess()) {
        String answer = new String(reply.body().readNBytes(1024), java.nio.charset.StandardCharsets.UTF_8);
        LOG.log(System.Logger.Level.WARNING, target + ": " + reply.head().status() + " " + answer);
      } else {
        reply.body().readNBytes(1024);
      }
    } catch (IOException e) {
      LOG.log(System.Logger.Level.WARNING, target + " failed", e);
    }
  }

  private static UpstreamRequest request(String target, ObjectNode body) {
    try {
      return new UpstreamRequest(
          "POST",
          target,
          Map.of("Content-Type", "application/json"),
          new UpstreamRequest.InMemory(JSON.writeValueAsBytes(body)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
