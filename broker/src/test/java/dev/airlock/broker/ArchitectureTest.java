package dev.airlock.broker;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThatCode;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ArchitectureTest {
  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages("dev.airlock.broker");

  /// What may not be used, and why.
  private static final Map<String, String> BANNED =
      Map.of(
          "java.net.http.HttpClient", "it would be a second HTTP implementation",
          "java.net.HttpURLConnection", "it would be a second HTTP implementation",
          "java.lang.ProcessBuilder", "the broker runs nothing: it asks the engine");

  @Test
  void packagesHaveNoCycles() {
    slices().matching("dev.airlock.(broker..)").should().beFreeOfCycles().check(CLASSES);
  }

  @Test
  void whatDecidesKnowsNoSocketClockOrFile() {
    noClasses()
        .that()
        .resideInAnyPackage(
            "..broker.policy..",
            "..broker.route..",
            "..broker.schema..",
            "..broker.json..",
            "..broker.inspect..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("java.net..", "java.nio.channels..", "java.nio.file..")
        .because(
            "a decision depends on the request and the session alone, so that tests need no engine")
        .check(CLASSES);
  }

  @Test
  void whatDecidesKnowsNothingOfWhatRuns() {
    noClasses()
        .that()
        .resideInAnyPackage(
            "..broker.policy..",
            "..broker.route..",
            "..broker.schema..",
            "..broker.json..",
            "..broker.inspect..",
            "..broker.build..",
            "..broker.archive..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            "..broker.server..",
            "..broker.upstream..",
            "..broker.stream..",
            "..broker.ownership..",
            "..broker.response..",
            "..broker.ports..",
            "..broker.audit..")
        .check(CLASSES);
  }

  @Test
  void dependsOnNoOtherModuleThanItsOwnTwo() {
    classes()
        .should()
        .onlyDependOnClassesThat()
        .resideInAnyPackage(
            "dev.airlock.broker..",
            "dev.airlock.http1..",
            "dev.airlock.rules..",
            "com.fasterxml.jackson..",
            "org.apache.commons.compress..",
            "java..",
            "org.jspecify..")
        .check(CLASSES);
  }

  @Test
  void usesNothingBanned() {
    BANNED.forEach((name, why) -> {
      assertThatCode(() -> Class.forName(name, false, ArchitectureTest.class.getClassLoader()))
          .doesNotThrowAnyException();
      noClasses()
          .should()
          .dependOnClassesThat()
          .haveFullyQualifiedName(name)
          .because(why)
          .check(CLASSES);
    });
  }
}
