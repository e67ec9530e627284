package dev.airlock.egress.server;

import dev.airlock.egress.policy.Reason;
import dev.airlock.egress.policy.Refusal;
import dev.airlock.http1.Framing;
import dev.airlock.http1.Persistence;
import dev.airlock.http1.ProtocolException;
import dev.airlock.http1.RequestHead;
import dev.airlock.http1.ResponseHead;
import dev.airlock.http1.Violation;
import dev.airlock.http1.Wire;
import java.io.IOException;
import java.io.OutputStream;
import java.net.SocketTimeoutException;
import java.time.Duration;

/// One request and its response, between a client and an origin.
final class Exchange {
  private static final Duration EARLY_ANSWER_GRACE = Duration.ofSeconds(2);

  private final Wire client;
  private final Wire origin;
  private final RequestHead request;
  private final ForwardedHeads heads;
  private final IdleTimer timer;

  /// @param request as the client sent it
  Exchange(Wire client, Wire origin, RequestHead request, ForwardedHeads heads, Duration idle) {
    this.client = client;
    this.origin = origin;
    this.request = request;
    this.heads = heads;
    this.timer = new IdleTimer(client.transport(), origin.transport(), idle);
  }

  /// How it ended.
  sealed interface Outcome {

    /// With a response.
    record Answered(long up, long down, boolean clientMayGoOn, boolean originMayGoOn)
        implements Outcome {}

    /// Without one; the client has been told nothing.
    ///
    /// @param clientAtEnd whether the request was read to its end
    record Unanswered(Refusal refusal, long up, boolean clientAtEnd) implements Outcome {}

    /// In the middle of the response; both connections are useless.
    record BrokenOff(long up, long down) implements Outcome {}
  }

  /// @param own the head that is sent to the origin
  Outcome run(RequestHead own) throws IOException {
    timer.touch();
    origin.write(own);
    Upload upload;
    ResponseHead response;
    try {
      upload = Upload.start(client, origin, Framing.ofRequest(request), timer);
    } catch (ProtocolException e) {
      throw new IllegalStateException("a head that was read is well framed", e);
    } catch (IOException e) {
      return new Outcome.Unanswered(
          noResponse("closed the connection"), 0, client.isAtMessageEnd());
    }
    try {
      response = readResponseHead();
    } catch (ProtocolException e) {
      return unanswered(upload, badResponse(e));
    } catch (SocketTimeoutException e) {
      return unanswered(
          upload,
          Refusal.of(
              Reason.RESPONSE_TIMEOUT,
              "no byte came from the host for " + timer.idle().toSeconds() + " s",
              ""));
    } catch (IOException e) {
      return unanswered(upload, noResponse("closed the connection"));
    }
    try {
      return relay(response, upload);
    } catch (ProtocolException e) {
      return unanswered(upload, badResponse(e));
    }
  }

  private Outcome unanswered(Upload upload, Refusal refusal) throws IOException {
    origin.close();
    timer.stop();
    boolean ended = upload.endsWithin(EARLY_ANSWER_GRACE);
    return new Outcome.Unanswered(
        refusal, upload.count(), ended && upload.isComplete() && client.isAtMessageEnd());
  }

  private ResponseHead readResponseHead() throws ProtocolException, IOException {
    while (true) {
      ResponseHead response = origin.readResponseHead();
      timer.touch();
      if (!response.isInterim()) {
        return response;
      }
      if (request.minorVersion() == 1) {
        client.write(heads.response(response, request.method(), new Framing.None(), true));
        client.flush();
      }
    }
  }

  private Outcome relay(ResponseHead response, Upload upload)
      throws ProtocolException, IOException {
    // SECURITY: no request asked for an upgrade: what follows would be a stream nobody judged.
    if (response.status() == 101) {
      throw new ProtocolException(Violation.BAD_STATUS_LINE, "status 101 that nobody asked for");
    }
    Framing fromOrigin = Framing.ofResponse(request.method(), response);
    Framing toClient = framingForClient(fromOrigin);
    boolean keep =
        upload.isComplete()
            && client.isAtMessageEnd()
            && !(toClient instanceof Framing.UntilClose)
            && mayBeFollowed(request);
    var download = new BodyPump(timer);
    try {
      client.write(heads.response(response, request.method(), toClient, keep));
      OutputStream to = client.writeBody(toClient);
      download.run(origin.readBody(fromOrigin), to);
      client.flush();
    } catch (IOException e) {
      origin.close();
      return new Outcome.BrokenOff(upload.count(), download.count());
    }
    timer.stop();
    boolean originMayGoOn =
        upload.isComplete()
            && Persistence.ofResponse(response, fromOrigin) == Persistence.KEEP
            && origin.isAtMessageEnd();
    if (!originMayGoOn) {
      origin.close();
    }
    boolean clientIsOurs = upload.endsWithin(EARLY_ANSWER_GRACE);
    return new Outcome.Answered(
        upload.count(), download.count(), keep && clientIsOurs, originMayGoOn);
  }

  /// Whether the client can send another request on its connection. An HTTP/1.0 client would have
  /// to be told so, and is not.
  static boolean mayBeFollowed(RequestHead request) {
    return request.minorVersion() == 1 && Persistence.ofRequest(request) == Persistence.KEEP;
  }

  private Framing framingForClient(Framing fromOrigin) {
    boolean unknownToClient = fromOrigin instanceof Framing.Chunked && request.minorVersion() == 0;
    return unknownToClient ? new Framing.UntilClose() : fromOrigin;
  }

  private static Refusal badResponse(ProtocolException cause) {
    return cause.violation() == Violation.TRUNCATED
        ? noResponse("closed the connection")
        : Refusal.of(
            Reason.BAD_RESPONSE, "the host's response is malformed: " + cause.getMessage(), "");
  }

  private static Refusal noResponse(String what) {
    return Refusal.of(Reason.NO_RESPONSE, "the host " + what + " without a whole response", "");
  }
}
