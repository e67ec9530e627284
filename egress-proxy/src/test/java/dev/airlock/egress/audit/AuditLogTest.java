package dev.airlock.egress.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.airlock.egress.policy.Destination;
import dev.airlock.egress.policy.Refusal;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class AuditLogTest {
  private static final InstantSource CLOCK =
      InstantSource.fixed(Instant.parse("2026-01-02T03:04:05.678Z"));

  @Test
  void writesOneLineForARefusal() {
    var output = new ByteArrayOutputStream();
    new AuditLog(output, CLOCK, "s1")
        .begin("172.30.0.2:4711", "CONNECT", Optional.of(Destination.of("[::1]", 443)))
        .refuse(new Refusal("ip-literal", 403, "a \"quoted\"\ndetail", "x"));
    assertThat(output.toString(StandardCharsets.UTF_8))
        .isEqualTo(
            """
            {"time":"2026-01-02T03:04:05.678Z","event":"decision","session":"s1","id":1,\
            "client":"172.30.0.2:4711","method":"CONNECT","host":"::1","port":443,\
            "decision":"deny","reason":"ip-literal","detail":"a \\"quoted\\"\\ndetail"}
            """);
  }

  @Test
  void failsWhenALineCannotBeWritten() {
    OutputStream full =
        new OutputStream() {
          @Override
          public void write(int b) throws IOException {
            throw new IOException("no space left on device");
          }
        };
    var trail = new AuditLog(full, CLOCK, "s1").begin("c", "GET", Optional.empty());
    assertThatExceptionOfType(UncheckedIOException.class).isThrownBy(trail::allow);
  }
}
