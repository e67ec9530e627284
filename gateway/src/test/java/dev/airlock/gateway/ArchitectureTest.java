package dev.airlock.gateway;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

class ArchitectureTest {
  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages("dev.airlock.gateway");

  @Test
  void dependsOnTheProxiesAndNothingElseOfOurs() {
    classes()
        .should()
        .onlyDependOnClassesThat()
        .resideInAnyPackage(
            "dev.airlock.gateway..",
            "dev.airlock.broker",
            "dev.airlock.broker.policy",
            "dev.airlock.egress",
            "dev.airlock.http1..",
            "dev.airlock.rules..",
            "com.fasterxml.jackson..",
            "java..",
            "org.jspecify..")
        .because("it starts the proxies by what they export, without picocli: it must start fast")
        .check(CLASSES);
  }

  @Test
  void onlyMainTouchesTheProcesssOwnStreams() {
    noClasses()
        .that()
        .doNotHaveFullyQualifiedName("dev.airlock.gateway.Main")
        .should()
        .accessField(System.class, "out")
        .orShould()
        .accessField(System.class, "err")
        .because("whoever starts a sidecar reads 'ready' there")
        .check(CLASSES);
  }
}
