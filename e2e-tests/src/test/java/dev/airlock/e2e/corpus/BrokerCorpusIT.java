package dev.airlock.e2e.corpus;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/// Nothing of an attack reaches the engine, in any framing, with or without version; every ordinary
/// request does what its client wants.
///
/// `-Dcorpus=create/privileged` runs the cases whose names contain that.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class BrokerCorpusIT {

  private static final Path CORPUS = Path.of("src/test/resources/corpus");

  private final List<CorpusCase> cases = CorpusCase.readAll(CORPUS);
  private CorpusRange range;

  @BeforeAll
  void start(@TempDir Path folder) throws IOException {
    range = new CorpusRange(folder, cases);
  }

  @AfterAll
  void stop() throws IOException {
    range.close();
  }

  @TestFactory
  Stream<DynamicContainer> refusesAttacksWithNothingUpstream() {
    return containers(cases.stream().filter(CorpusCase::isAttack));
  }

  @TestFactory
  Stream<DynamicContainer> servesOrdinaryRequests() {
    return containers(cases.stream().filter(c -> !c.isAttack()));
  }

  @Test
  void hasCasesOfBothKinds() {
    assertThat(cases).filteredOn(CorpusCase::isAttack).hasSizeGreaterThanOrEqualTo(250);
    assertThat(cases).filteredOn(c -> !c.isAttack()).hasSizeGreaterThanOrEqualTo(100);
    assertThat(cases)
        .allSatisfy(c -> assertThat(c.name().startsWith("attack/")).isEqualTo(c.isAttack()));
  }

  private Stream<DynamicContainer> containers(Stream<CorpusCase> selected) {
    String wanted = System.getProperty("corpus", "");
    return selected
        .filter(test -> test.name().contains(wanted))
        .map(test ->
            DynamicContainer.dynamicContainer(
                test.name(),
                Firing.of(test).stream()
                    .map(firing ->
                        DynamicTest.dynamicTest(firing.toString(), () -> range.fire(firing)))));
  }
}
