package dev.airlock.broker.server;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.airlock.broker.inspect.Effect;
import dev.airlock.broker.inspect.UpstreamRequest;
import dev.airlock.broker.response.ContainerView;
import dev.airlock.broker.response.EventView;
import dev.airlock.broker.response.ImageView;
import dev.airlock.broker.response.NetworkView;
import dev.airlock.broker.response.PruneView;
import dev.airlock.broker.response.SavedImages;
import dev.airlock.broker.response.Session;
import dev.airlock.broker.response.SystemView;
import dev.airlock.broker.response.VolumeView;
import dev.airlock.broker.route.Admission.Admitted;
import dev.airlock.broker.route.ResponseKind;
import dev.airlock.broker.stream.Hijack;
import dev.airlock.broker.stream.JsonLines;
import dev.airlock.broker.stream.MaskingOutputStream;
import dev.airlock.broker.stream.Progress;
import dev.airlock.broker.stream.TarFilter;
import dev.airlock.broker.upstream.DaemonException;
import dev.airlock.broker.upstream.Reply;
import dev.airlock.http1.Fields;
import dev.airlock.http1.Framing;
import dev.airlock.http1.Relay;
import dev.airlock.http1.ResponseHead;
import dev.airlock.http1.Wire;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/// What the client gets to see of the daemon's answer, by the kind of its route.
final class Answer {
  /// The largest JSON answer that is looked into.
  static final int MAX_JSON = 64 * 1024 * 1024;

  /// The largest error of the daemon's.
  static final int MAX_ERROR = 64 * 1024;

  /// The fields of the daemon's head that mean something to a client.
  private static final List<String> KEPT =
      List.of(
          "Content-Type",
          "Cache-Control",
          "Pragma",
          "Server",
          "Docker-Experimental",
          "Ostype",
          "Swarm",
          "X-Docker-Container-Path-Stat",
          "X-Content-Type-Options");

  private static final ObjectMapper JSON =
      new ObjectMapper().enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS);

  private final Services services;
  private final Session session;
  private final Wire client;
  private final Responder responder;
  private final Admitted admitted;
  private final UpstreamRequest request;
  private final Effect effect;
  private boolean success;

  Answer(
      Services services,
      Wire client,
      Responder responder,
      Admitted admitted,
      UpstreamRequest request,
      Effect effect) {
    this.services = services;
    this.session = services.session();
    this.client = client;
    this.responder = responder;
    this.admitted = admitted;
    this.request = request;
    this.effect = effect;
  }

  /// Whether the engine did what it was asked for.
  boolean isSuccess() {
    return success;
  }

  /// Any answer that does not make the connection a raw stream.
  void send(Reply reply) throws IOException {
    if (reply.head().status() >= 400) {
      error(reply);
    } else if (reply.head().status() < 200) {
      throw new DaemonException("the engine changed the protocol without being asked");
    } else if (reply.head().status() >= 300) {
      // Not modified: a container that runs already.
      relay(reply);
      success = true;
    } else {
      sendSuccess(reply);
    }
  }

  private void sendSuccess(Reply reply) throws IOException {
    switch (admitted.route().response()) {
      case RELAY, HIJACK, LOCAL -> {
        services.changes().complete(effect, MissingNode.getInstance());
        success = true;
        relay(reply);
      }
      case OWN -> throw new IllegalStateException("nothing is forwarded on this route");
      case PING -> ping(reply);
      case VERSION ->
          json(reply, json -> SystemView.version(json, services.engine().newestVersion()));
      case INFO -> json(reply, this::info);
      case DISK_USAGE -> json(reply, json -> SystemView.diskUsage(json, session));
      case EVENTS -> lines(reply, event -> EventView.show(event, session).map(shown -> shown));
      case LIST_CONTAINERS -> json(reply, json -> ContainerView.list(json, session));
      case INSPECT_CONTAINER -> object(reply, json -> ContainerView.inspect(json, session));
      case CREATED_CONTAINER, CREATED_EXEC, CREATED_NETWORK -> created(reply);
      case INSPECT_EXEC -> json(reply, json -> json);
      case LIST_IMAGES -> json(reply, json -> ImageView.list(json, references(), session));
      case INSPECT_IMAGE -> object(reply, json -> ImageView.inspect(json, session));
      case IMAGE_HISTORY -> json(reply, json -> ImageView.history(json, session));
      case DELETED_IMAGES -> json(reply, json -> ImageView.deleted(json, session));
      case BUILD_OUTPUT, IMAGE_OUTPUT -> progress(reply);
      case SAVED_IMAGES -> saved(reply);
      case COMMITTED -> created(reply);
      case LIST_NETWORKS -> json(reply, json -> NetworkView.list(json, session));
      case INSPECT_NETWORK -> object(reply, json -> NetworkView.inspect(json, session));
      case LIST_VOLUMES -> json(reply, json -> VolumeView.list(json, session));
      case INSPECT_VOLUME -> object(reply, json -> VolumeView.inspect(json, session));
      case CREATED_VOLUME -> createdVolume(reply);
      case PRUNED_CONTAINERS -> json(reply, json -> PruneView.containers(json, session));
      case PRUNED_NETWORKS -> json(reply, json -> PruneView.networks(json, session));
      case PRUNED_VOLUMES -> json(reply, json -> PruneView.volumes(json, session));
    }
  }

  private List<String> references() {
    return effect instanceof Effect.ImagesListed(List<String> references) ? references : List.of();
  }

  // Whole answers.

  private void object(Reply reply, Function<ObjectNode, JsonNode> view) throws IOException {
    if (read(reply) instanceof ObjectNode json) {
      shown(reply, view.apply(json));
    } else {
      throw new DaemonException("the engine's answer is not an object");
    }
  }

  private void json(Reply reply, Function<JsonNode, JsonNode> view) throws IOException {
    shown(reply, view.apply(read(reply)));
  }

  private void shown(Reply reply, JsonNode json) throws IOException {
    services.changes().complete(effect, MissingNode.getInstance());
    success = true;
    responder.json(reply.head().status(), kept(reply.head()), json);
  }

  /// The session has what was created before the client hears of it.
  private void created(Reply reply) throws IOException {
    JsonNode json = read(reply);
    if (json.path("Id").asText("").isEmpty()) {
      throw new DaemonException("the engine created something without an id");
    }
    services.changes().complete(effect, json);
    success = true;
    responder.json(reply.head().status(), kept(reply.head()), json);
  }

  private void createdVolume(Reply reply) throws IOException {
    if (!(read(reply) instanceof ObjectNode json)) {
      throw new DaemonException("the engine's answer is not an object");
    }
    // SECURITY: 201 is also what the engine says of a volume that somebody else has made before.
    if (!session.isOwn(json.path("Labels"))) {
      responder.message(409, "sandbox: a volume of that name exists and is not this session's");
      return;
    }
    services.changes().complete(effect, json);
    success = true;
    responder.json(reply.head().status(), kept(reply.head()), VolumeView.inspect(json, session));
  }

  private static JsonNode read(Reply reply) throws IOException {
    return parse(readContent(reply, MAX_JSON));
  }

  static JsonNode parse(byte[] content) throws IOException {
    try {
      return JSON.readTree(content);
    } catch (JsonProcessingException e) {
      throw new DaemonException("the engine's answer is not JSON", e);
    }
  }

  static byte[] readContent(Reply reply, int most) throws DaemonException {
    byte[] content;
    try {
      content = reply.body().readNBytes(most + 1);
    } catch (IOException e) {
      throw new DaemonException("the engine's answer broke off", e);
    }
    if (content.length > most) {
      throw new DaemonException("the engine's answer is longer than " + most + " bytes");
    }
    return content;
  }

  private JsonNode info(JsonNode engine) {
    JsonNode containers = list("/containers/json?all=1");
    JsonNode images = list("/images/json");
    return SystemView.info(
        engine,
        ContainerView.list(containers, session),
        ImageView.list(images, List.of(), session).size(),
        session);
  }

  private JsonNode list(String target) {
    try {
      return services.daemon().get(target).orElseGet(MissingNode::getInstance);
    } catch (IOException e) {
      return MissingNode.getInstance();
    }
  }

  private void ping(Reply reply) throws IOException {
    byte[] content = readContent(reply, MAX_ERROR);
    success = true;
    // The classic builder is the one that can be kept inside an airlock.
    responder.whole(
        reply.head().status(), kept(reply.head()).with("Builder-Version", "1"), content);
  }

  /// The daemon's own words, without the names that only it and the broker know.
  private void error(Reply reply) throws IOException {
    byte[] content = readContent(reply, MAX_ERROR);
    String message;
    try {
      message = JSON.readTree(content).path("message").asText("");
    } catch (JsonProcessingException e) {
      message = "";
    }
    responder.message(
        reply.head().status(),
        message.isEmpty()
            ? "the engine answered " + reply.head().status()
            : session.error(message));
  }

  // Streams.

  private void relay(Reply reply) throws IOException {
    try (OutputStream content =
        responder.stream(reply.head().status(), kept(reply.head()), reply.framing())) {
      responder.relayed(reply.body().transferTo(content));
    }
  }

  private void saved(Reply reply) throws IOException {
    success = true;
    // SECURITY: a committed image keeps its container's labels, the owner's secret among them, in
    // its configuration. As many other bytes are in its place, so that the archive stays whole.
    OutputStream content =
        new MaskingOutputStream(
            responder.stream(reply.head().status(), kept(reply.head()), unknown()),
            session.policy().owner().secret().getBytes(StandardCharsets.UTF_8));
    responder.relayed(
        TarFilter.copy(
            reply.body(),
            content,
            SavedImages.FILES,
            (file, bytes) -> SavedImages.show(file, bytes, session)));
    content.close();
  }

  private void lines(Reply reply, Function<JsonNode, Optional<JsonNode>> view) throws IOException {
    success = true;
    OutputStream content = responder.stream(reply.head().status(), kept(reply.head()), unknown());
    responder.relayed(JsonLines.copy(reply.body(), content, view));
    content.close();
  }

  /// The session has what was made before the client sees the stream end.
  private void progress(Reply reply) throws IOException {
    Progress progress =
        admitted.route().response() == ResponseKind.BUILD_OUTPUT
            ? Progress.ofBuild(session::text, session.ledger()::imageMade)
            : Progress.ofImages(session::text, session.ledger()::imageMade);
    OutputStream content = responder.stream(reply.head().status(), kept(reply.head()), unknown());
    responder.relayed(JsonLines.copy(reply.body(), content, progress::show));
    if (!progress.hasFailed()) {
      services.changes().complete(effect, MissingNode.getInstance());
      success = true;
    }
    content.close();
  }

  /// A pull ahead of a build: its progress goes into the answer, which goes on. Whether the image
  /// is there; if not, the answer has ended with the reason.
  boolean sendPull(Reply reply, boolean quiet) throws IOException {
    if (!reply.isSuccess()) {
      error(reply);
      return false;
    }
    Progress progress = Progress.ofImages(session::text, session.ledger()::imageMade);
    responder.relayed(
        JsonLines.copy(
            reply.body(),
            responder.progress(),
            line -> progress.show(line).filter(_ -> !quiet || progress.hasFailed())));
    if (progress.hasFailed()) {
      responder.endProgress();
      return false;
    }
    services.changes().complete(effect, MissingNode.getInstance());
    return true;
  }

  /// What is said is not what came, so no length of the daemon's holds.
  private static Framing unknown() {
    return new Framing.Chunked();
  }

  // SECURITY: the daemon's own answer makes a connection a raw stream, never a field of the
  // request.
  boolean isHijacked(Reply reply) {
    return switch (admitted.route().response()) {
      case HIJACK -> Hijack.isRawStream(request, reply.head(), reply.framing());
      default -> false;
    };
  }

  /// Joins the two connections until both have ended.
  void hijack(Reply reply) throws IOException {
    success = true;
    services.changes().complete(effect, MissingNode.getInstance());
    responder.hijack(Hijack.headFor(reply.head()));
    Relay.Result result = Hijack.run(client, reply.takeWire());
    responder.relayed(result.bToA());
  }

  private Fields kept(ResponseHead head) {
    Fields fields = Fields.EMPTY;
    for (String name : KEPT) {
      Optional<String> value = head.fields().first(name);
      if (value.isPresent()) {
        fields = fields.with(name, value.get());
      }
    }
    return fields.with("Api-Version", services.engine().newestVersion().toString());
  }
}
