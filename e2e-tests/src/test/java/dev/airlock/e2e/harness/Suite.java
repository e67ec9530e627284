package dev.airlock.e2e.harness;

import java.util.Locale;

/// The releases of Debian whose engines the tests run on.
public enum Suite {
  /// Engine 28: everything.
  FORKY(0, "28."),
  /// Engine 26.1, API 1.45: the oldest that is supported, with less.
  TRIXIE(1, "26.");

  private final int machine;
  private final String versionPrefix;

  Suite(int machine, String versionPrefix) {
    this.machine = machine;
    this.versionPrefix = versionPrefix;
  }

  /// The number of the {@link TestHost} that its engine runs on.
  int machine() {
    return machine;
  }

  String versionPrefix() {
    return versionPrefix;
  }

  /// As the package mirror calls it.
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
