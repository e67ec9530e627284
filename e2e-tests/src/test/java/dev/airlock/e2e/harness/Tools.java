package dev.airlock.e2e.harness;

import java.time.Duration;

/// Programs of the machine that the tests themselves need.
final class Tools {
  private Tools() {}

  /// Installs the package when the program is missing, and says so.
  @SuppressWarnings("SystemOut") // a test run that installs something must say so where it is seen
  static void require(String program, String debianPackage) {
    if (Invocation.of("sh", "-c", "command -v " + program).run().exit() == 0) {
      return;
    }
    System.err.println("e2e: installing the package " + debianPackage + " for its " + program);
    Invocation.of("apt-get", "update").run().expect(0);
    Invocation.of("apt-get", "install", "-y", "--no-install-recommends", debianPackage)
        .with("DEBIAN_FRONTEND", "noninteractive")
        .run(Duration.ofMinutes(5))
        .expect(0);
  }
}
