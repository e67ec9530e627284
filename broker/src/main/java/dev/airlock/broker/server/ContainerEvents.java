package dev.airlock.broker.server;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.airlock.broker.inspect.UpstreamRequest;
import dev.airlock.broker.ownership.Ledger;
import dev.airlock.broker.ownership.OwnedContainer;
import dev.airlock.broker.policy.Owner;
import dev.airlock.broker.stream.JsonLines;
import dev.airlock.broker.upstream.Daemon;
import dev.airlock.broker.upstream.Reply;
import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Follows what the session's containers do by themselves: one that ends closes its ports, one that
/// the engine starts again opens them, one that is removed is forgotten.
///
/// Begins with the session's first container; asks again when the engine was away.
final class ContainerEvents implements Closeable {
  private static final long FIRST_PAUSE_MILLIS = 200;
  private static final long LONGEST_PAUSE_MILLIS = 30_000;
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Daemon daemon;
  private final Owner owner;
  private final Ledger ledger;
  private @Nullable SessionChanges changes;
  private @Nullable Thread thread;
  private @Nullable Reply stream;
  private boolean closed;

  ContainerEvents(Daemon daemon, Owner owner, Ledger ledger) {
    this.daemon = requireNonNull(daemon, "daemon is null");
    this.owner = requireNonNull(owner, "owner is null");
    this.ledger = requireNonNull(ledger, "ledger is null");
  }

  /// What is told of each event.
  synchronized void tell(SessionChanges told) {
    changes = told;
  }

  /// Begins to follow, if that has not happened yet.
  synchronized void begin() {
    if (thread == null && changes != null && !closed) {
      SessionChanges told = changes;
      thread = Thread.ofVirtual().name("container-events").start(() -> follow(told));
    }
  }

  private void follow(SessionChanges told) {
    long pause = FIRST_PAUSE_MILLIS;
    while (!isClosed()) {
      boolean heard = followOnce(told);
      pause = heard ? FIRST_PAUSE_MILLIS : Math.min(2 * pause, LONGEST_PAUSE_MILLIS);
      try {
        Thread.sleep(pause);
      } catch (InterruptedException e) {
        return;
      }
    }
  }

  /// Whether the engine said anything.
  private boolean followOnce(SessionChanges told) {
    boolean[] heard = {false};
    try (Reply reply = daemon.send(request())) {
      if (!reply.isSuccess() || !hold(reply)) {
        return false;
      }
      // What happened while nobody listened.
      for (OwnedContainer container : ledger.containers()) {
        told.closeUnlessRunning(container.id());
      }
      JsonLines.copy(
          reply.body(),
          OutputStream.nullOutputStream(),
          event -> {
            heard[0] = true;
            apply(event, told);
            return Optional.empty();
          });
    } catch (IOException e) {
      // The engine is away, or the broker is closing.
    }
    return heard[0];
  }

  private void apply(JsonNode event, SessionChanges told) {
    String id = event.path("Actor").path("ID").asText("");
    if (!ledger.knowsContainer(id)) {
      return;
    }
    switch (event.path("Action").asText("")) {
      case "die" -> told.closeUnlessRunning(id);
      case "start" -> told.reopen(id);
      case "destroy" -> told.removed(id);
      default -> {}
    }
  }

  private UpstreamRequest request() {
    ObjectNode filters = JsonNodeFactory.instance.objectNode();
    filters.putArray("type").add("container");
    filters.putArray("event").add("die").add("start").add("destroy");
    filters.putArray("label").add(owner.filter());
    try {
      String text = URLEncoder.encode(JSON.writeValueAsString(filters), StandardCharsets.UTF_8);
      return new UpstreamRequest(
          "GET", "/events?filters=" + text, Map.of(), new UpstreamRequest.NoContent());
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private synchronized boolean hold(Reply reply) {
    stream = reply;
    return !closed;
  }

  private synchronized boolean isClosed() {
    return closed;
  }

  @Override
  public synchronized void close() throws IOException {
    closed = true;
    if (stream != null) {
      stream.abort();
    }
    if (thread != null) {
      thread.interrupt();
    }
  }
}
