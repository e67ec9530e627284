package dev.airlock.egress;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.net.InetAddress;
import org.junit.jupiter.api.Test;

class ArchitectureTest {
  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages("dev.airlock.egress");

  @Test
  void packagesHaveNoCycles() {
    slices().matching("dev.airlock.(egress..)").should().beFreeOfCycles().check(CLASSES);
  }

  @Test
  void policyAndTlsKnowNoSocketClockOrFile() {
    noClasses()
        .that()
        .resideInAnyPackage("..policy", "..tls")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("java.nio.file..", "java.nio.channels..", "..server", "..dial")
        .orShould()
        .dependOnClassesThat()
        .haveSimpleNameEndingWith("Socket")
        .orShould()
        .dependOnClassesThat()
        .haveSimpleNameEndingWith("Clock")
        .check(CLASSES);
  }

  @Test
  void knowsNothingOfTheBrokerOrTheCommandLine() {
    noClasses()
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("dev.airlock.broker..", "dev.airlock.cli..", "dev.airlock.compose..")
        .check(CLASSES);
  }

  /// SECURITY: one place asks for addresses, so that one place has to check them.
  @Test
  void resolvesNamesInOnePlaceOnly() {
    noClasses()
        .that()
        .doNotHaveSimpleName("SystemResolver")
        .should()
        .callMethod(InetAddress.class, "getAllByName", String.class)
        .orShould()
        .callMethod(InetAddress.class, "getByName", String.class)
        .orShould()
        .callConstructor(java.net.InetSocketAddress.class, String.class, int.class)
        .check(CLASSES);
  }
}
