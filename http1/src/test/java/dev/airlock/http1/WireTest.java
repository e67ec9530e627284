package dev.airlock.http1;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class WireTest {
  private final ByteArrayOutputStream sent = new ByteArrayOutputStream();

  private Wire receiving(String bytes) {
    return new Wire(
        Transport.of(new ByteArrayInputStream(bytes.getBytes(ISO_8859_1)), sent, "test"),
        HeadLimits.DEFAULT);
  }

  @Test
  void readsOneRequestAfterAnother() throws Exception {
    Wire wire =
        receiving(
            """
            POST /a?b=c HTTP/1.1
            Host: h
            Transfer-Encoding: chunked

            3;x="y"
            abc
            0
            T: v

            GET / HTTP/1.0

            """
                .replace("\n", "\r\n"));

    RequestHead first = wire.readRequestHead().orElseThrow();
    assertThat(first.method()).isEqualTo("POST");
    assertThat(first.target()).isEqualTo(new RequestTarget.Origin("/a", Optional.of("b=c")));
    Framing framing = Framing.ofRequest(first);
    assertThat(framing).isEqualTo(new Framing.Chunked());
    assertThat(wire.readBody(framing).readAllBytes()).isEqualTo("abc".getBytes(ISO_8859_1));

    RequestHead second = wire.readRequestHead().orElseThrow();
    assertThat(Framing.ofRequest(second)).isEqualTo(new Framing.None());
    assertThat(wire.readRequestHead()).isEmpty();
  }

  @Test
  void refusesTheNextHeadWhileABodyIsUnread() throws Exception {
    Wire wire = receiving("POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 2\r\n\r\nab");
    InputStream body = wire.readBody(Framing.ofRequest(wire.readRequestHead().orElseThrow()));

    assertThat(body.read()).isEqualTo('a');
    assertThat(wire.isAtMessageEnd()).isFalse();
    assertThatIllegalStateException().isThrownBy(wire::readRequestHead);
  }

  @Test
  void keepsWhatFollowsAHeadForTheRawStream() throws Exception {
    Wire wire = receiving("POST /x/attach HTTP/1.1\r\nHost: h\r\n\r\nraw");
    wire.readRequestHead();

    assertThat(wire.rest().readAllBytes()).isEqualTo("raw".getBytes(ISO_8859_1));
  }

  @Test
  void sendsHeadAndShortBodyInOneWrite() throws Exception {
    List<Integer> writes = new ArrayList<>();
    OutputStream counting =
        new OutputStream() {
          @Override
          public void write(int b) {
            throw new UnsupportedOperationException();
          }

          @Override
          public void write(byte[] bytes, int offset, int length) {
            writes.add(length);
            sent.write(bytes, offset, length);
          }
        };
    Wire wire =
        new Wire(Transport.of(InputStream.nullInputStream(), counting, "test"), HeadLimits.DEFAULT);

    wire.write(new ResponseHead(200, "OK", Fields.of("Content-Length", "2")));
    try (OutputStream body = wire.writeBody(new Framing.Length(2))) {
      body.write("OK".getBytes(ISO_8859_1));
    }

    assertThat(sent).hasToString("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nOK");
    assertThat(writes).hasSize(1);
  }

  @Test
  void writesOneChunkPerWrite() throws Exception {
    Wire wire = receiving("");
    wire.write(new ResponseHead(200, "OK", Fields.EMPTY).with(new Framing.Chunked()));
    try (OutputStream body = wire.writeBody(new Framing.Chunked())) {
      body.write("hello".getBytes(ISO_8859_1));
      body.write(new byte[0]);
      body.write('!');
    }

    assertThat(sent.toString(ISO_8859_1))
        .endsWith("Transfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n1\r\n!\r\n0\r\n\r\n");
  }

  @Test
  void refusesToWriteABodyOtherThanAnnounced() {
    Wire wire = receiving("");
    wire.write(new ResponseHead(200, "OK", Fields.of("Content-Length", "2")));

    assertThatIllegalStateException().isThrownBy(() -> wire.writeBody(new Framing.Chunked()));
    assertThatIllegalStateException().isThrownBy(() -> wire.writeBody(new Framing.Length(3)));
  }

  @Test
  void refusesABodyLongerOrShorterThanItsLength() {
    Wire wire = receiving("");
    wire.write(new ResponseHead(200, "OK", Fields.of("Content-Length", "2")));

    assertThatExceptionOfType(IOException.class)
        .isThrownBy(() -> wire.writeBody(new Framing.Length(2)).write(new byte[3]));
    assertThatExceptionOfType(IOException.class)
        .isThrownBy(() -> wire.writeBody(new Framing.Length(2)).close());
  }

  @Test
  void decodesAndEncodesChunksInATransfer() throws Exception {
    Wire from =
        receiving(
            "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\nB\r\nlong piece.\r\n0\r\n\r\n");
    InputStream body = from.readBody(Framing.ofResponse("GET", from.readResponseHead()));
    Wire to = receiving("");
    to.write(new ResponseHead(200, "OK", Fields.EMPTY).with(new Framing.Chunked()));
    try (OutputStream target = to.writeBody(new Framing.Chunked())) {
      assertThat(body.transferTo(target)).isEqualTo(14);
    }

    assertThat(sent.toString(ISO_8859_1))
        .endsWith("\r\n\r\n3\r\nabc\r\nb\r\nlong piece.\r\n0\r\n\r\n");
    assertThat(from.isAtMessageEnd()).isTrue();
  }
}
