package dev.airlock.broker.server;

import static java.util.Objects.requireNonNull;

import dev.airlock.broker.archive.SpoolFile;
import dev.airlock.broker.audit.AuditEntry;
import dev.airlock.broker.inspect.Body;
import dev.airlock.broker.inspect.Decision;
import dev.airlock.broker.inspect.Effect;
import dev.airlock.broker.inspect.Inspectors;
import dev.airlock.broker.inspect.UpstreamRequest;
import dev.airlock.broker.inspect.World;
import dev.airlock.broker.policy.Refusal;
import dev.airlock.broker.ports.PortTakenException;
import dev.airlock.broker.route.Admission;
import dev.airlock.broker.route.Admission.Admitted;
import dev.airlock.broker.route.Gate;
import dev.airlock.broker.route.ResponseKind;
import dev.airlock.broker.server.SpoolArea.SpoolFullException;
import dev.airlock.broker.upstream.DaemonException;
import dev.airlock.broker.upstream.Reply;
import dev.airlock.http1.Fields;
import dev.airlock.http1.Framing;
import dev.airlock.http1.ProtocolException;
import dev.airlock.http1.ProtocolIOException;
import dev.airlock.http1.RequestHead;
import dev.airlock.http1.RequestTarget;
import dev.airlock.http1.Wire;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// One request: admitted, read, decided, forwarded or refused, answered, recorded.
final class Exchange {
  /// A body that nobody needs is read up to this size, so that the connection can go on.
  static final int MAX_DRAINED = 64 * 1024;

  private static final System.Logger LOG = System.getLogger(Exchange.class.getName());

  private final Services services;
  private final Wire client;
  private final RequestHead request;
  private final Responder responder;
  private final Instant began;
  private String route = "-";
  private String decision = "error";
  private String reason = "";
  private String object = "";
  private long requestBytes;
  private @Nullable ClientWatch watch;
  private volatile @Nullable Reply answering;

  Exchange(Services services, Wire client, RequestHead request) {
    this.services = requireNonNull(services, "services is null");
    this.client = requireNonNull(client, "client is null");
    this.request = requireNonNull(request, "request is null");
    this.responder = new Responder(client, request);
    this.began = services.clock().instant();
  }

  /// Answers, whatever happens; whether the connection can carry another request.
  boolean run() throws IOException {
    try {
      admit();
    } catch (ProtocolIOException e) {
      malformed(e.protocolException());
    } catch (SpoolFullException e) {
      fail("deny", 413, "sandbox: denied (spool-full): " + e.getMessage());
    } catch (DaemonException e) {
      LOG.log(System.Logger.Level.DEBUG, "engine", e);
      fail("error", 502, "sandbox: " + e.getMessage());
    } catch (RuntimeException | StackOverflowError e) {
      // SECURITY: fail closed; whatever went wrong, nothing more is forwarded on this connection.
      LOG.log(System.Logger.Level.ERROR, "bug in the handling of " + route, e);
      fail("error", 500, "sandbox: denied (internal-error): the broker failed; see its log");
    } finally {
      record();
    }
    awaitSoleReader();
    return !responder.isClosing() && client.isAtMessageEnd();
  }

  /// The next request is read by nobody but this thread.
  private void awaitSoleReader() {
    Thread reader = watch == null ? null : watch.reader();
    if (reader == null) {
      return;
    }
    client.transport().expireAfter(services.limits().idle());
    try {
      reader.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void admit() throws IOException {
    if (!(request.target() instanceof RequestTarget.Origin target)) {
      refuse(new Refusal.Malformed("the request target is not a path"));
      return;
    }
    services.memory().recall();
    Gate gate = new Gate(services.engine().newestVersion());
    Admission admission =
        gate.admit(request.method(), target.path(), target.query(), request.fields()::all);
    switch (admission) {
      case Admission.Refused(Optional<String> matched, Refusal refusal) -> {
        route = matched.orElse("-");
        refuse(refusal);
      }
      case Admitted admitted -> {
        route = admitted.route().id();
        object = String.join(" ", admitted.pathParameters().values());
        decide(admitted);
      }
    }
  }

  private void decide(Admitted admitted) throws IOException {
    try (SpoolArea.Request spool = services.spool().request()) {
      Optional<Body> body = readBody(admitted, spool);
      if (body.isEmpty()) {
        return;
      }
      World world =
          new World(
              services.session().policy(),
              services.engine().newestVersion(),
              services.session().ledger(),
              services.engine(),
              spool);
      act(admitted, body.get(), world);
    } finally {
      if (watch != null) {
        watch.close();
      }
    }
  }

  private void act(Admitted admitted, Body body, World world) throws IOException {
    switch (Inspectors.decide(admitted, body, world)) {
      case Decision.Refuse(Refusal refusal) -> refuse(refusal);
      case Decision.Answer(int status, var json) -> {
        decision = "answer";
        if (json.isMissingNode()) {
          responder.whole(status, Fields.EMPTY, new byte[0]);
        } else {
          responder.json(status, Fields.EMPTY, json);
        }
      }
      case Decision.Forward forward -> forward(admitted, forward);
      case Decision.RemoveImages(List<Decision.Removal> removals) -> {
        decision = "allow";
        responder.json(
            200, Fields.EMPTY, ImagePrune.run(removals, services.daemon(), services.session()));
      }
      case Decision.PullFirst(List<Decision.Pull> pulls, boolean quiet) -> {
        if (pull(admitted, pulls, quiet)) {
          act(admitted, body, world.having(pulls.stream().map(Decision.Pull::reference).toList()));
        }
      }
    }
  }

  /// Pulls what a build needs; their progress and the build's own are one answer. Whether all are
  /// there: if not, that has been said.
  private boolean pull(Admitted admitted, List<Decision.Pull> pulls, boolean quiet)
      throws IOException {
    decision = "allow";
    responder.beginProgress();
    for (Decision.Pull pull : pulls) {
      object = pull.reference();
      Effect effect = new Effect.ImagePulled(pull.reference());
      try (Reply reply = services.daemon().send(pull.request())) {
        watch(reply);
        Answer answer = new Answer(services, client, responder, admitted, pull.request(), effect);
        if (!answer.sendPull(reply, quiet)) {
          return false;
        }
        answering = null;
      }
    }
    return true;
  }

  /// The body as the route takes it; empty if it was refused.
  private Optional<Body> readBody(Admitted admitted, SpoolArea.Request spool) throws IOException {
    Framing framing = framing();
    if (isEmpty(framing)) {
      return Optional.of(new Body.Empty());
    }
    int most = services.session().policy().limits().jsonBodyBytes();
    return switch (admitted.route().body()) {
      case NONE -> {
        // A chunked body may turn out to be none.
        if (framing instanceof Framing.Chunked && readAtMost(0, framing).isPresent()) {
          yield Optional.of(new Body.Empty());
        }
        refuse(new Refusal.Malformed("a body where the endpoint takes none"));
        yield Optional.empty();
      }
      case IGNORED, JSON, OPTIONAL_JSON -> {
        Optional<byte[]> bytes = readAtMost(most, framing);
        if (bytes.isEmpty()) {
          refuse(new Refusal.Malformed("the body is longer than " + most + " bytes"));
        }
        yield bytes.map(
            content -> content.length == 0 ? new Body.Empty() : new Body.Bytes(content));
      }
      case BUILD_CONTEXT, IMAGE_ARCHIVE, CONTAINER_ARCHIVE -> {
        responder.sendContinue();
        InputStream content = client.readBody(framing);
        SpoolFile file = spool.write(output -> requestBytes = content.transferTo(output));
        yield Optional.of(requestBytes == 0 ? new Body.Empty() : new Body.Spooled(file));
      }
    };
  }

  private Optional<byte[]> readAtMost(int most, Framing framing) throws IOException {
    if (framing instanceof Framing.Length(long length) && length > most) {
      return Optional.empty();
    }
    responder.sendContinue();
    byte[] content = client.readBody(framing).readNBytes(most + 1);
    requestBytes = content.length;
    return content.length > most ? Optional.empty() : Optional.of(content);
  }

  private static boolean isEmpty(Framing framing) {
    return framing instanceof Framing.None
        || (framing instanceof Framing.Length(long length) && length == 0);
  }

  private Framing framing() throws ProtocolIOException {
    try {
      return Framing.ofRequest(request);
    } catch (ProtocolException e) {
      throw new ProtocolIOException(e);
    }
  }

  private void forward(Admitted admitted, Decision.Forward forward) throws IOException {
    Effect effect = effectOf(admitted, forward);
    try {
      services.changes().prepare(effect);
    } catch (PortTakenException e) {
      decision = "answer";
      reason = "port-taken";
      removeUnstarted(effect);
      responder.message(500, engineWords(admitted, e));
      return;
    }
    decision = "allow";
    boolean done = false;
    try (Reply reply = services.daemon().send(forward.request())) {
      Answer answer = new Answer(services, client, responder, admitted, forward.request(), effect);
      if (answer.isHijacked(reply)) {
        answer.hijack(reply);
      } else {
        watch(reply);
        answer.send(reply);
        answering = null;
      }
      done = answer.isSuccess();
    } finally {
      if (!done) {
        services.changes().undo(effect);
      }
    }
  }

  private void watch(Reply reply) {
    answering = reply;
    if (watch == null) {
      watch = new ClientWatch(client, this::abortAnswer);
    }
  }

  private void abortAnswer() throws IOException {
    Reply reply = answering;
    if (reply != null) {
      reply.abort();
    }
  }

  /// The engine was not asked, so it does not do what it would: a container that is to be removed
  /// at its end is removed when it cannot start, and `docker run --rm` waits for that.
  private void removeUnstarted(Effect effect) {
    if (!(effect instanceof Effect.ContainerStarting(String id))) {
      return;
    }
    String target = "/containers/" + id;
    try {
      boolean goesAtItsEnd =
          services
              .daemon()
              .get(target + "/json")
              .map(json -> json.path("HostConfig").path("AutoRemove").asBoolean())
              .orElse(false);
      if (goesAtItsEnd) {
        UpstreamRequest removal =
            new UpstreamRequest(
                "DELETE", target + "?v=1", Map.of(), new UpstreamRequest.NoContent());
        services.daemon().lookUp(removal).close();
      }
    } catch (IOException e) {
      LOG.log(System.Logger.Level.WARNING, "container " + id + " was not removed", e);
    }
  }

  /// Only the prune of networks needs anything done.
  private static Effect effectOf(Admitted admitted, Decision.Forward forward) {
    boolean otherPrune =
        forward.effect() instanceof Effect.Pruned
            && admitted.route().response() != ResponseKind.PRUNED_NETWORKS;
    return otherPrune ? new Effect.None() : forward.effect();
  }

  private String engineWords(Admitted admitted, PortTakenException taken) {
    String name =
        services
            .session()
            .ledger()
            .ownedContainer(admitted.pathParameters().getOrDefault("id", ""))
            .map(container -> container.name())
            .orElse("");
    return "failed to set up container networking: driver failed programming external connectivity on"
        + " endpoint "
        + name
        + ": "
        + taken.getMessage();
  }

  private void refuse(Refusal refusal) throws IOException {
    switch (refusal) {
      case Refusal.Denied denied -> {
        decision = "deny";
        reason = denied.reason().code();
      }
      case Refusal.NotFound notFound -> {
        decision = "not-found";
        reason = notFound.detail();
      }
      case Refusal.Malformed malformed -> {
        decision = "malformed";
        reason = malformed.detail();
      }
    }
    drain();
    responder.refuse(refusal);
  }

  /// Reads what is left of a small body; a connection with more left is closed after the answer.
  ///
  /// SECURITY: what is left is never read as the next request.
  private void drain() throws IOException {
    Framing framing = framing();
    boolean untouched = requestBytes == 0 && !isEmpty(framing);
    if (!untouched) {
      if (!client.isAtMessageEnd()) {
        responder.close();
      }
      return;
    }
    boolean small = framing instanceof Framing.Length(long length) && length <= MAX_DRAINED;
    if (!small || request.expectsContinue()) {
      responder.close();
    } else {
      requestBytes = client.readBody(framing).transferTo(java.io.OutputStream.nullOutputStream());
    }
  }

  private void malformed(ProtocolException e) throws IOException {
    decision = "malformed";
    reason = e.code();
    responder.close();
    if (!responder.hasBegun()) {
      responder.refuse(new Refusal.Malformed(e.code() + ": " + e.getMessage()));
    }
  }

  private void fail(String how, int status, String message) throws IOException {
    decision = how;
    reason = message;
    responder.close();
    if (responder.canSay()) {
      responder.message(status, message);
    }
  }

  private void record() {
    String path =
        request.target() instanceof RequestTarget.Origin origin
            ? origin.path()
            : request.target().text();
    services
        .audit()
        .write(
            new AuditEntry(
                began,
                request.method(),
                path,
                route,
                decision,
                reason,
                object,
                responder.status(),
                requestBytes,
                responder.bytes(),
                Duration.between(began, services.clock().instant())));
  }
}
