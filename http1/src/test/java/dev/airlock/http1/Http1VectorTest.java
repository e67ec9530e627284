package dev.airlock.http1;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Each file below `vectors/`, read whole and one byte at a time.
class Http1VectorTest {
  /// Refused by a limit, whose tests count bytes: [HeadLimitsTest].
  private static final Set<String> TESTED_AS_LIMITS =
      Set.of(
          "request-line-too-long",
          "status-line-too-long",
          "field-line-too-long",
          "too-many-fields",
          "head-too-large",
          "trailers-too-large");

  static Stream<Vector> vectors() throws IOException {
    return Vector.all();
  }

  @ParameterizedTest
  @MethodSource("vectors")
  void decidesAsTheVectorSays(Vector vector) throws Exception {
    Verdict verdict = read(vector, Pieces.whole(vector.bytes()));

    assertThat(verdict.refusal()).as(verdict.detail()).isEqualTo(vector.refusal());
    vector.target().ifPresent(target -> assertThat(verdict.target()).isEqualTo(target));
    vector.body().ifPresent(body -> assertThat(verdict.body()).isEqualTo(body));
    vector.messages().ifPresent(messages -> assertThat(verdict.messages()).isEqualTo(messages));
  }

  @ParameterizedTest
  @MethodSource("vectors")
  void decidesTheSameOneByteAtATime(Vector vector) throws Exception {
    assertThat(read(vector, Pieces.oneAtATime(vector.bytes())))
        .isEqualTo(read(vector, Pieces.whole(vector.bytes())));
  }

  @Test
  void everyViolationHasAVector() throws Exception {
    Set<String> seen =
        vectors().flatMap(vector -> vector.refusal().stream()).collect(Collectors.toSet());
    Set<String> known =
        Arrays.stream(Violation.values())
            .map(Violation::code)
            .filter(code -> !TESTED_AS_LIMITS.contains(code))
            .collect(Collectors.toSet());

    assertThat(seen).isEqualTo(known);
  }

  static Verdict read(Vector vector, InputStream bytes) throws IOException {
    return switch (vector.reader()) {
      case "origin" -> Verdict.onRequests(bytes, TargetForms.ORIGIN, HeadLimits.DEFAULT);
      case "proxy" -> Verdict.onRequests(bytes, TargetForms.PROXY, HeadLimits.DEFAULT);
      case "response" -> Verdict.onResponses(bytes, vector.requestMethod(), HeadLimits.DEFAULT);
      default -> throw new IllegalArgumentException(vector + " has an unknown reader");
    };
  }
}
