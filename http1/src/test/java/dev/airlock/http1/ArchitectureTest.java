package dev.airlock.http1;

import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThatCode;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.syntax.ArchRuleDefinition;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ArchitectureTest {
  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages("dev.airlock.http1");

  /// What may not be used, and why.
  private static final Map<String, String> BANNED =
      Map.of(
          "java.net.URI",
              "it repairs and re-encodes what it reads: targets are read by our grammar",
          "java.net.http.HttpClient", "it would be a second HTTP implementation",
          "java.util.regex.Pattern", "regular expressions can be made to run for ever");

  @Test
  void dependsOnTheJdkOnly() {
    ArchRuleDefinition.classes()
        .should()
        .onlyDependOnClassesThat()
        .resideInAnyPackage("dev.airlock.http1..", "java..", "javax.net.ssl..", "org.jspecify..")
        .check(CLASSES);
  }

  @Test
  void tlsKnowsNothingOfHttp() {
    layeredArchitecture()
        .consideringOnlyDependenciesInLayers()
        .layer("http1")
        .definedBy("dev.airlock.http1")
        .layer("tls")
        .definedBy("dev.airlock.http1.tls")
        .whereLayer("http1")
        .mayNotBeAccessedByAnyLayer()
        .check(CLASSES);
  }

  @Test
  void packagesHaveNoCycles() {
    slices().matching("dev.airlock.(**)").should().beFreeOfCycles().check(CLASSES);
  }

  @Test
  void usesNothingBanned() {
    BANNED.forEach((name, why) -> {
      assertThatCode(() -> Class.forName(name, false, ArchitectureTest.class.getClassLoader()))
          .doesNotThrowAnyException();
      ArchRuleDefinition.noClasses()
          .should()
          .dependOnClassesThat()
          .haveFullyQualifiedName(name)
          .because(why)
          .check(CLASSES);
    });
  }
}
