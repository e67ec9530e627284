package dev.airlock.http1;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Each limit at n-1, n and n+1; the verdict is the same when the bytes come one by one.
class HeadLimitsTest {
  private static final int N = 100;
  private static final HeadLimits WIDE = HeadLimits.DEFAULT;

  @ParameterizedTest
  @CsvSource({"99,", "100,", "101,request-line-too-long"})
  void limitsTheRequestLine(int length, String refusal) throws Exception {
    String line = "GET /" + "a".repeat(length - "GET / HTTP/1.1".length()) + " HTTP/1.1";
    HeadLimits limits = new HeadLimits(N, N, WIDE.headBytes(), 10);

    assertThat(onRequest(line + "\r\nHost: h\r\n\r\n", limits)).isEqualTo(refusalOf(refusal));
  }

  @ParameterizedTest
  @CsvSource({"99,", "100,", "101,status-line-too-long"})
  void limitsTheStatusLine(int length, String refusal) throws Exception {
    String line = "HTTP/1.1 200 " + "a".repeat(length - "HTTP/1.1 200 ".length());
    HeadLimits limits = new HeadLimits(N, N, WIDE.headBytes(), 10);

    assertThat(onResponse(line + "\r\n\r\n", limits)).isEqualTo(refusalOf(refusal));
  }

  @ParameterizedTest
  @CsvSource({"99,", "100,", "101,field-line-too-long"})
  void limitsAFieldLine(int length, String refusal) throws Exception {
    String line = "X: " + "a".repeat(length - "X: ".length());
    HeadLimits limits = new HeadLimits(N, N, WIDE.headBytes(), 10);

    assertThat(onRequest("GET / HTTP/1.1\r\nHost: h\r\n" + line + "\r\n\r\n", limits))
        .isEqualTo(refusalOf(refusal));
  }

  @ParameterizedTest
  @CsvSource({"99,", "100,", "101,head-too-large"})
  void limitsTheHead(int length, String refusal) throws Exception {
    String head = "GET / HTTP/1.1\r\nHost: h\r\nX: " + "\r\n\r\n";
    String filled = head.replace("X: ", "X: " + "a".repeat(length - head.length()));
    HeadLimits limits = new HeadLimits(N, N, N, 10);

    assertThat(filled).hasSize(length);
    assertThat(onRequest(filled, limits)).isEqualTo(refusalOf(refusal));
  }

  @ParameterizedTest
  @CsvSource({"9,", "10,", "11,too-many-fields"})
  void limitsTheFieldLines(int count, String refusal) throws Exception {
    String fields = "Host: h\r\n" + "X: y\r\n".repeat(count - 1);
    HeadLimits limits = new HeadLimits(N, N, WIDE.headBytes(), 10);

    assertThat(onRequest("GET / HTTP/1.1\r\n" + fields + "\r\n", limits))
        .isEqualTo(refusalOf(refusal));
  }

  @ParameterizedTest
  @CsvSource({"9,", "10,", "11,trailers-too-large"})
  void limitsTheTrailers(int count, String refusal) throws Exception {
    HeadLimits limits = new HeadLimits(N, N, WIDE.headBytes(), 10);

    assertThat(onRequest(chunked("0\r\n" + "X: y\r\n".repeat(count) + "\r\n"), limits))
        .isEqualTo(refusalOf(refusal));
  }

  @ParameterizedTest
  @CsvSource({"255,", "256,", "257,bad-chunk"})
  void limitsAChunkLine(int length, String refusal) throws Exception {
    assertThat(ChunkReader.LINE_BYTES).isEqualTo(256);
    String line = "0;" + "a".repeat(length - 2);

    assertThat(onRequest(chunked(line + "\r\n\r\n"), WIDE)).isEqualTo(refusalOf(refusal));
  }

  @ParameterizedTest
  @CsvSource({"18,", "19,", "20,bad-framing"})
  void limitsTheDigitsOfALength(int digits, String refusal) throws Exception {
    assertThat(Framing.CONTENT_LENGTH_DIGITS).isEqualTo(19);
    String length = "0".repeat(digits - 1) + "1";

    assertThat(
            onRequest("PUT / HTTP/1.1\r\nHost: h\r\nContent-Length: " + length + "\r\n\r\nx", WIDE))
        .isEqualTo(refusalOf(refusal));
  }

  private static String chunked(String body) {
    return "PUT / HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n" + body;
  }

  private static Optional<String> refusalOf(String code) {
    return Optional.ofNullable(code);
  }

  private static Optional<String> onRequest(String text, HeadLimits limits) throws IOException {
    byte[] bytes = text.getBytes(ISO_8859_1);
    Verdict whole = Verdict.onRequests(Pieces.whole(bytes), TargetForms.ORIGIN, limits);
    assertThat(Verdict.onRequests(Pieces.oneAtATime(bytes), TargetForms.ORIGIN, limits))
        .isEqualTo(whole);
    return whole.refusal();
  }

  private static Optional<String> onResponse(String text, HeadLimits limits) throws IOException {
    byte[] bytes = text.getBytes(ISO_8859_1);
    Verdict whole = Verdict.onResponses(Pieces.whole(bytes), "GET", limits);
    assertThat(Verdict.onResponses(Pieces.oneAtATime(bytes), "GET", limits)).isEqualTo(whole);
    return whole.refusal();
  }
}
