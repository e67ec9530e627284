package dev.airlock.http1;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What a reader made of all the bytes of a connection.
///
/// @param refusal code and place, or empty
/// @param target of the last request, empty text for responses
/// @param body of the last message
record Verdict(Optional<String> refusal, String detail, int messages, String target, String body) {

  static Verdict onRequests(InputStream bytes, TargetForms forms, HeadLimits limits)
      throws IOException {
    return new Reading(bytes, forms, limits).requests();
  }

  static Verdict onResponses(InputStream bytes, String requestMethod, HeadLimits limits)
      throws IOException {
    return new Reading(bytes, TargetForms.ORIGIN, limits).responses(requestMethod);
  }

  private static final class Reading {
    private final LookAhead bytes;
    private final Wire wire;
    private int messages;
    private String target = "";
    private String body = "";

    Reading(InputStream bytes, TargetForms forms, HeadLimits limits) {
      this.bytes = new LookAhead(bytes);
      this.wire =
          new Wire(
              Transport.of(this.bytes, OutputStream.nullOutputStream(), "test"),
              limits,
              forms,
              ReadDeadlines.NONE);
    }

    private Verdict requests() throws IOException {
      try {
        for (Optional<RequestHead> head = wire.readRequestHead();
            head.isPresent();
            head = wire.readRequestHead()) {
          target = head.get().target().text();
          readBody(Framing.ofRequest(head.get()));
        }
        return accepted();
      } catch (ProtocolException e) {
        return refused(e);
      }
    }

    private Verdict responses(String requestMethod) throws IOException {
      try {
        do {
          ResponseHead head = wire.readResponseHead();
          readBody(Framing.ofResponse(requestMethod, head));
        } while (!bytes.isAtEnd() || wire.hasReceived());
        return accepted();
      } catch (ProtocolException e) {
        return refused(e);
      }
    }

    private void readBody(Framing framing) throws ProtocolException, IOException {
      try {
        body = new String(wire.readBody(framing).readAllBytes(), ISO_8859_1);
        messages++;
      } catch (ProtocolIOException e) {
        throw e.protocolException();
      }
    }

    private Verdict accepted() {
      return new Verdict(Optional.empty(), "", messages, target, body);
    }

    private Verdict refused(ProtocolException e) {
      return new Verdict(Optional.of(e.code()), e.detail(), messages, target, body);
    }
  }

  /// Knows whether another byte comes.
  private static final class LookAhead extends InputStream {
    private final InputStream bytes;
    private @Nullable Integer ahead;

    LookAhead(InputStream bytes) {
      this.bytes = bytes;
    }

    boolean isAtEnd() throws IOException {
      if (ahead == null) {
        ahead = bytes.read();
      }
      return ahead < 0;
    }

    @Override
    public int read() throws IOException {
      if (ahead == null) {
        return bytes.read();
      }
      int next = ahead;
      ahead = next < 0 ? ahead : null;
      return next;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
      if (ahead == null) {
        return bytes.read(target, offset, length);
      }
      int next = read();
      if (next >= 0) {
        target[offset] = (byte) next;
      }
      return next < 0 ? -1 : 1;
    }
  }
}
