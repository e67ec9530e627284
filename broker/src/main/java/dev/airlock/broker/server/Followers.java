package dev.airlock.broker.server;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.airlock.broker.inspect.UpstreamRequest;
import dev.airlock.broker.upstream.Daemon;
import dev.airlock.broker.upstream.Reply;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The containers that join every network the session creates: the pod, so that names of siblings
/// resolve in the workload, and the egress proxy, so that siblings there have a way out.
final class Followers {
  private static final int MAX_ANSWER = 4 * 1024;
  private static final System.Logger LOG = System.getLogger(Followers.class.getName());

  private final Daemon daemon;
  private final List<Follower> followers;

  Followers(Daemon daemon, List<Follower> followers) {
    this.daemon = requireNonNull(daemon, "daemon is null");
    this.followers = List.copyOf(followers);
  }

  /// Connects all of them; one that cannot join is logged: the network works without it.
  void join(String network) {
    for (Follower follower : followers) {
      ObjectNode body = JsonNodeFactory.instance.objectNode();
      body.put("Container", follower.container());
      follower
          .alias()
          .ifPresent(alias -> body.putObject("EndpointConfig").putArray("Aliases").add(alias));
      post("/networks/" + network + "/connect", body);
    }
  }

  /// Disconnects all of them, so that the network can be removed.
  void leave(String network) {
    for (Follower follower : followers) {
      ObjectNode body = JsonNodeFactory.instance.objectNode();
      post(
          "/networks/" + network + "/disconnect",
          body.put("Container", follower.container()).put("Force", true));
    }
  }

  /// Whether nobody but followers is on a network.
  boolean areAloneOn(String network) {
    try {
      Optional<JsonNode> seen = daemon.get("/networks/" + network);
      List<String> others = new ArrayList<>();
      seen.ifPresent(json ->
          json.path("Containers")
              .forEach(container -> others.add(container.path("Name").asText(""))));
      followers.forEach(follower -> others.remove(follower.container()));
      return seen.isPresent() && others.isEmpty();
    } catch (IOException e) {
      return false;
    }
  }

  boolean isEmpty() {
    return followers.isEmpty();
  }

  private void post(String target, ObjectNode body) {
    UpstreamRequest request =
        new UpstreamRequest(
            "POST",
            target,
            Map.of("Content-Type", "application/json"),
            new UpstreamRequest.InMemory(body.toString().getBytes(StandardCharsets.UTF_8)));
    try (Reply reply = daemon.lookUp(request)) {
      String answer = new String(reply.body().readNBytes(MAX_ANSWER), StandardCharsets.UTF_8);
      if (!reply.isSuccess()) {
        LOG.log(
            System.Logger.Level.WARNING,
            target + ": " + reply.head().status() + " " + answer.strip());
      }
    } catch (IOException e) {
      LOG.log(System.Logger.Level.WARNING, target + " failed", e);
    }
  }
}
