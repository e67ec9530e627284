package dev.airlock.broker;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

class PureHalfArchitectureTest {

  private static final String[] PURE = {
    "dev.airlock.broker.policy..",
    "dev.airlock.broker.route..",
    "dev.airlock.broker.json..",
    "dev.airlock.broker.schema..",
    "dev.airlock.broker.inspect..",
    "dev.airlock.broker.archive..",
    "dev.airlock.broker.build.."
  };

  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages("dev.airlock.broker");

  @Test
  void theDecisionKnowsNoSocketFileOrClock() {
    noClasses()
        .that()
        .resideInAnyPackage(PURE)
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            "java.net..", "java.nio.channels..", "java.nio.file..", "java.util.concurrent..")
        .orShould()
        .callMethod(java.time.Instant.class, "now")
        .orShould()
        .dependOnClassesThat()
        .haveFullyQualifiedName("java.time.Clock")
        .orShould()
        .callMethod(System.class, "currentTimeMillis")
        .orShould()
        .callMethod(System.class, "nanoTime")
        .orShould()
        .dependOnClassesThat()
        .haveFullyQualifiedName("java.io.File")
        .check(CLASSES);
  }

  @Test
  void theDecisionKnowsNothingOfTheServer() {
    noClasses()
        .that()
        .resideInAnyPackage(PURE)
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            "dev.airlock.broker",
            "dev.airlock.broker.server..",
            "dev.airlock.broker.upstream..",
            "dev.airlock.broker.stream..",
            "dev.airlock.broker.ownership..",
            "dev.airlock.broker.response..",
            "dev.airlock.broker.ports..",
            "dev.airlock.broker.audit..")
        .check(CLASSES);
  }

  @Test
  void thePureHalfHasNoCycles() {
    slices()
        .matching("dev.airlock.broker.(policy|route|json|schema|inspect|archive|build)..")
        .should()
        .beFreeOfCycles()
        .check(CLASSES);
  }
}
