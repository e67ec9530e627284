package dev.airlock.http1;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Optional;

/// Any bytes at all: no exception but the protocol's, one verdict however they are cut, and what is
/// accepted reads the same after we wrote it.
class MessageReaderFuzzTest {

  /// One test, as Jazzer fuzzes only one in a process.
  @FuzzTest(maxDuration = "60s")
  void readsAnyBytes(byte[] bytes) throws Exception {
    readsRequests(bytes);
    readsResponses(bytes);
    readsBackWhatItAccepted(bytes);
  }

  private static void readsRequests(byte[] bytes) throws Exception {
    for (TargetForms forms : TargetForms.values()) {
      assertThat(Verdict.onRequests(Pieces.oneAtATime(bytes), forms, HeadLimits.DEFAULT))
          .isEqualTo(Verdict.onRequests(Pieces.whole(bytes), forms, HeadLimits.DEFAULT));
    }
  }

  private static void readsResponses(byte[] bytes) throws Exception {
    assertThat(Verdict.onResponses(Pieces.oneAtATime(bytes), "GET", HeadLimits.DEFAULT))
        .isEqualTo(Verdict.onResponses(Pieces.whole(bytes), "GET", HeadLimits.DEFAULT));
  }

  private static void readsBackWhatItAccepted(byte[] bytes) throws Exception {
    Optional<RequestHead> head;
    try {
      head = wire(Pieces.whole(bytes), OutputStream.nullOutputStream()).readRequestHead();
    } catch (ProtocolException e) {
      return;
    }
    if (head.isPresent()) {
      ByteArrayOutputStream written = new ByteArrayOutputStream();
      Wire writer = wire(InputStream.nullInputStream(), written);
      writer.write(head.get());
      writer.flush();
      assertThat(
              wire(Pieces.whole(written.toByteArray()), OutputStream.nullOutputStream())
                  .readRequestHead())
          .isEqualTo(head);
    }
  }

  private static Wire wire(InputStream in, OutputStream out) {
    return new Wire(Transport.of(in, out, "fuzz"), HeadLimits.DEFAULT);
  }
}
