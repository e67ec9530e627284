package dev.airlock.broker.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.airlock.broker.archive.SpoolFile;
import dev.airlock.broker.server.SpoolArea.SpoolFullException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SpoolAreaTest {
  private static final int LIMIT = 100;

  @TempDir Path directory;

  @Test
  void readsAFileAgainAndAgainFromItsStart() throws IOException {
    try (SpoolArea.Request request = new SpoolArea(directory, LIMIT).request()) {
      SpoolFile file = request.write(output -> output.write(new byte[] {1, 2, 3}));

      assertThat(file.size()).isEqualTo(3);
      for (int i = 0; i < 2; i++) {
        try (InputStream content = file.open()) {
          assertThat(content.readAllBytes()).containsExactly(1, 2, 3);
        }
      }
      try (InputStream content = file.open()) {
        assertThat(content.skip(2)).isEqualTo(2);
        assertThat(content.readAllBytes()).containsExactly(3);
      }
    }
  }

  @Test
  void leavesNoFileBehindEvenWhileItIsUsed() throws IOException {
    try (SpoolArea.Request request = new SpoolArea(directory, LIMIT).request()) {
      request.write(output -> output.write(1));
      try (var files = Files.list(directory)) {
        assertThat(files).isEmpty();
      }
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {LIMIT - 1, LIMIT})
  void holdsUpToItsBound(int size) throws IOException {
    SpoolArea area = new SpoolArea(directory, LIMIT);
    try (SpoolArea.Request request = area.request()) {
      assertThat(request.write(output -> output.write(new byte[size])).size()).isEqualTo(size);
    }
    assertThat(area.used()).isZero();
  }

  @Test
  void refusesOneByteMoreAndGivesTheRoomBack() throws IOException {
    SpoolArea area = new SpoolArea(directory, LIMIT);
    try (SpoolArea.Request request = area.request()) {
      assertThatExceptionOfType(SpoolFullException.class)
          .isThrownBy(() -> request.write(output -> output.write(new byte[LIMIT + 1])));
    }
    assertThat(area.used()).isZero();
  }

  @Test
  void sharesItsBoundAmongAllRequests() throws IOException {
    SpoolArea area = new SpoolArea(directory, LIMIT);
    try (SpoolArea.Request first = area.request();
        SpoolArea.Request second = area.request()) {
      first.write(output -> output.write(new byte[LIMIT]));
      assertThatExceptionOfType(SpoolFullException.class)
          .isThrownBy(() -> second.write(output -> output.write(1)));
    }
  }
}
