package dev.airlock.http1;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Holds for any message; the seed is the parameter, so a failure names it.
class MessagePropertyTest {
  private static final int SEEDS = 150;

  static LongStream seeds() {
    return LongStream.range(0, SEEDS);
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void whatIsWrittenIsReadBackTheSame(long seed) throws Exception {
    MessageGenerator generator = new MessageGenerator(seed);
    byte[] firstBody = generator.body();
    byte[] secondBody = generator.body();
    RequestHead first = generator.request(generator.requestFraming(firstBody.length));
    RequestHead second = generator.request(generator.requestFraming(secondBody.length));
    ByteArrayOutputStream sent = new ByteArrayOutputStream();
    Wire writer = wire(InputStream.nullInputStream(), sent);
    writeRequest(writer, first, firstBody, generator);
    writeRequest(writer, second, secondBody, generator);

    Wire reader = wire(new Pieces(sent.toByteArray(), () -> 1 + generator.number(3000)), nowhere());

    // SECURITY: no head is smuggled: two were written, the same two are read, and nothing else.
    assertThat(reader.readRequestHead()).contains(first);
    assertThat(reader.readBody(Framing.ofRequest(first)).readAllBytes()).isEqualTo(firstBody);
    assertThat(reader.readRequestHead()).contains(second);
    assertThat(reader.readBody(Framing.ofRequest(second)).readAllBytes()).isEqualTo(secondBody);
    assertThat(reader.readRequestHead()).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void aRelayedResponseIsTheSame(long seed) throws Exception {
    MessageGenerator generator = new MessageGenerator(seed);
    byte[] body = generator.body();
    ByteArrayOutputStream upstream = new ByteArrayOutputStream();
    Wire daemon = wire(InputStream.nullInputStream(), upstream);
    ResponseHead response = generator.response(new Framing.Chunked());
    daemon.write(response);
    writeBody(daemon, new Framing.Chunked(), body, generator);

    ByteArrayOutputStream downstream = new ByteArrayOutputStream();
    Wire from =
        wire(new Pieces(upstream.toByteArray(), () -> 1 + generator.number(9000)), nowhere());
    Wire to = wire(InputStream.nullInputStream(), downstream);
    ResponseHead head = from.readResponseHead();
    to.write(head);
    try (OutputStream out = to.writeBody(new Framing.Chunked())) {
      from.readBody(Framing.ofResponse("GET", head)).transferTo(out);
    }

    Wire client = wire(new ByteArrayInputStream(downstream.toByteArray()), nowhere());
    assertThat(client.readResponseHead()).isEqualTo(response);
    assertThat(client.readBody(new Framing.Chunked()).readAllBytes()).isEqualTo(body);
    assertThat(client.readRequestHead()).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void theVerdictDoesNotDependOnHowBytesAreCut(long seed) throws Exception {
    MessageGenerator generator = new MessageGenerator(seed);
    byte[] body = generator.body();
    ByteArrayOutputStream sent = new ByteArrayOutputStream();
    writeRequest(
        wire(InputStream.nullInputStream(), sent),
        generator.request(generator.requestFraming(body.length)),
        body,
        generator);

    for (int i = 0; i < 3; i++) {
      byte[] bytes = generator.damaged(sent.toByteArray());
      Verdict whole = verdict(Pieces.whole(bytes));
      assertThat(verdict(Pieces.oneAtATime(bytes))).isEqualTo(whole);
      assertThat(verdict(new Pieces(bytes, () -> 1 + generator.number(40)))).isEqualTo(whole);
    }
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void whatIsAcceptedIsWrittenAndReadAgainTheSame(long seed) throws Exception {
    MessageGenerator generator = new MessageGenerator(seed);
    ByteArrayOutputStream sent = new ByteArrayOutputStream();
    Wire writer = wire(InputStream.nullInputStream(), sent);
    writeRequest(writer, generator.request(new Framing.Length(3)), new byte[3], generator);

    for (int i = 0; i < 30; i++) {
      Wire reader = wire(Pieces.whole(generator.damaged(sent.toByteArray())), nowhere());
      try {
        RequestHead head = reader.readRequestHead().orElseThrow();
        ByteArrayOutputStream again = new ByteArrayOutputStream();
        Wire rewriter = wire(InputStream.nullInputStream(), again);
        rewriter.write(head);
        rewriter.flush();
        assertThat(wire(Pieces.whole(again.toByteArray()), nowhere()).readRequestHead())
            .contains(head);
      } catch (ProtocolException e) {
        assertThat(e.detail()).matches("[ -~]+");
      }
    }
  }

  private static Verdict verdict(InputStream bytes) throws IOException {
    return Verdict.onRequests(bytes, TargetForms.ORIGIN, HeadLimits.DEFAULT);
  }

  private static void writeRequest(
      Wire wire, RequestHead head, byte[] body, MessageGenerator generator) throws Exception {
    wire.write(head);
    writeBody(wire, Framing.ofRequest(head), body, generator);
  }

  private static void writeBody(Wire wire, Framing framing, byte[] body, MessageGenerator generator)
      throws IOException {
    try (OutputStream out = wire.writeBody(framing)) {
      for (int at = 0; at < body.length; ) {
        int count = Math.min(body.length - at, 1 + generator.number(70_000));
        out.write(body, at, count);
        at += count;
      }
    }
  }

  private static OutputStream nowhere() {
    return OutputStream.nullOutputStream();
  }

  private static Wire wire(InputStream in, OutputStream out) {
    return new Wire(Transport.of(in, out, "test"), HeadLimits.DEFAULT);
  }
}
