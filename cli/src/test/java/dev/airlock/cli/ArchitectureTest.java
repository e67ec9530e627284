package dev.airlock.cli;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
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
          .importPackages("dev.airlock.cli");

  /// What may not be used, and why.
  private static final Map<String, String> BANNED =
      Map.of(
          "java.net.http.HttpClient", "the engine is asked by EngineRequest or docker-java",
          "java.net.HttpURLConnection", "the engine is asked by EngineRequest or docker-java");

  @Test
  void packagesHaveNoCycles() {
    slices().matching("dev.airlock.(cli..)").should().beFreeOfCycles().check(CLASSES);
  }

  @Test
  void commandsStandOnSessionsThoseOnSetUpAndThatOnTheEngine() {
    layeredArchitecture()
        .consideringOnlyDependenciesInLayers()
        .layer("rehearsal")
        .definedBy("dev.airlock.cli.rehearsal")
        .layer("command")
        .definedBy("dev.airlock.cli.command")
        .layer("session")
        .definedBy("dev.airlock.cli.session")
        .layer("setup")
        .definedBy("dev.airlock.cli.setup")
        .layer("engine")
        .definedBy("dev.airlock.cli.engine")
        .whereLayer("rehearsal")
        .mayNotBeAccessedByAnyLayer()
        .whereLayer("command")
        .mayOnlyBeAccessedByLayers("rehearsal")
        .whereLayer("session")
        .mayOnlyBeAccessedByLayers("command")
        .whereLayer("setup")
        .mayOnlyBeAccessedByLayers("command", "session")
        .check(CLASSES);
  }

  @Test
  void onlyMainTouchesTheProcesssOwnStreams() {
    noClasses()
        .that()
        .doNotHaveFullyQualifiedName("dev.airlock.cli.command.Main")
        .should()
        .accessField(System.class, "out")
        .orShould()
        .accessField(System.class, "err")
        .because("standard output belongs to the command that is run, or to a report")
        .check(CLASSES);
  }

  @Test
  void onlyMainEndsTheProcess() {
    noClasses()
        .that()
        .doNotHaveFullyQualifiedName("dev.airlock.cli.command.Main")
        .should()
        .callMethod(System.class, "exit", int.class)
        .orShould()
        .callMethod(Runtime.class, "exit", int.class)
        .orShould()
        .callMethod(Runtime.class, "halt", int.class)
        .because("a session is removed before the process ends")
        .check(CLASSES);
  }

  @Test
  void takesOfTheProxiesOnlyWhatTheyAreStartedWith() {
    noClasses()
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            "dev.airlock.broker.server..",
            "dev.airlock.broker.upstream..",
            "dev.airlock.broker.stream..",
            "dev.airlock.broker.ownership..",
            "dev.airlock.broker.response..",
            "dev.airlock.broker.ports..",
            "dev.airlock.egress.server..")
        .check(CLASSES);
  }

  @Test
  void knowsPicocliOnlyWhereCommandsAre() {
    classes()
        .that()
        .resideInAnyPackage("dev.airlock.cli.session..", "dev.airlock.cli.engine..")
        .should()
        .onlyDependOnClassesThat()
        .resideOutsideOfPackage("picocli..")
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
