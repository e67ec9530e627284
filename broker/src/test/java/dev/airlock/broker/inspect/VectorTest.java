package dev.airlock.broker.inspect;

import static org.assertj.core.api.Assertions.assertThat;

import dev.airlock.broker.policy.Refusal;
import dev.airlock.broker.route.Admission;
import dev.airlock.broker.route.ApiVersion;
import dev.airlock.broker.route.BodyKind;
import dev.airlock.broker.route.Gate;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Requests as files, against the pure gate and inspectors: attacks, and what real clients send.
class VectorTest {

  private static final Path VECTORS = Path.of("src/test/resources/vectors");
  private static final Gate GATE = new Gate(new ApiVersion(51));

  static Stream<Vector> vectors() throws IOException {
    try (Stream<Path> files = Files.walk(VECTORS)) {
      List<Path> all = files.filter(Files::isRegularFile).sorted().toList();
      assertThat(all).isNotEmpty();
      return all.stream()
          .map(file -> {
            try {
              return Vector.read(file);
            } catch (IOException e) {
              throw new UncheckedIOException(e);
            }
          });
    }
  }

  @ParameterizedTest
  @MethodSource("vectors")
  void decides(Vector vector) throws IOException {
    Decision decision = decide(vector);
    assertThat(word(decision)).as(vector.why() + ": " + decision).isEqualTo(vector.expect());
    if (decision instanceof Decision.Forward(UpstreamRequest request, Effect effect)) {
      String sent = text(request);
      vector.sent().forEach(text -> assertThat(sent).contains(text));
      vector.unsent().forEach(text -> assertThat(sent).doesNotContain(text));
      assertThat(effect).isNotNull();
    }
  }

  static Decision decide(Vector vector) throws IOException {
    Admission admission =
        GATE.admit(
            vector.method(),
            vector.path(),
            vector.query(),
            name -> vector.fields().getOrDefault(name, List.of()));
    return switch (admission) {
      case Admission.Refused refused -> new Decision.Refuse(refused.refusal());
      case Admission.Admitted admitted ->
          Inspectors.decide(
              admitted, body(admitted.route().body(), vector.body()), FakeWorld.airlocked());
    };
  }

  private static Body body(BodyKind kind, byte[] bytes) {
    if (bytes.length == 0) {
      return new Body.Empty();
    }
    return switch (kind) {
      case BUILD_CONTEXT, IMAGE_ARCHIVE, CONTAINER_ARCHIVE ->
          new Body.Spooled(FakeWorld.spool(bytes));
      case NONE, IGNORED, JSON, OPTIONAL_JSON -> new Body.Bytes(bytes);
    };
  }

  static String text(UpstreamRequest request) {
    String body =
        request.content() instanceof UpstreamRequest.InMemory(byte[] bytes)
            ? new String(bytes, StandardCharsets.UTF_8)
            : "";
    return request.method() + " " + request.target() + "\n" + request.fields() + "\n" + body;
  }

  private static String word(Decision decision) {
    return switch (decision) {
      case Decision.Forward ignored -> "allow";
      case Decision.PullFirst ignored -> "pull";
      case Decision.RemoveImages ignored -> "remove";
      case Decision.Answer ignored -> "answer";
      case Decision.Refuse(Refusal.Denied denied) -> "refuse " + denied.reason().code();
      case Decision.Refuse(Refusal.NotFound ignored) -> "absent";
      case Decision.Refuse(Refusal.Malformed ignored) -> "malformed";
    };
  }
}
