package dev.airlock.rules;

/// Which names a rule covers. A wildcard never covers the name it stands before: `**.example.org`
/// does not cover `example.org`.
public sealed interface HostPattern {

  /// The name without wildcards.
  HostName base();

  boolean matches(HostName host);

  /// Which names these are, in words for a message.
  String description();

  /// `example.org`: this name alone.
  record Exact(HostName base) implements HostPattern {
    @Override
    public boolean matches(HostName host) {
      return host.equals(base);
    }

    @Override
    public String description() {
      return "that name only";
    }
  }

  /// `*.example.org`: exactly one label before the base.
  record OneLabel(HostName base) implements HostPattern {
    @Override
    public boolean matches(HostName host) {
      return isBelow(host, base) && host.labels().size() == base.labels().size() + 1;
    }

    @Override
    public String description() {
      return "names with exactly one label before " + base;
    }
  }

  /// `**.example.org`: one label or more before the base.
  record AnyLabels(HostName base) implements HostPattern {
    @Override
    public boolean matches(HostName host) {
      return isBelow(host, base);
    }

    @Override
    public String description() {
      return "names with one label or more before " + base;
    }
  }

  private static boolean isBelow(HostName host, HostName base) {
    return host.isWithin(base) && !host.equals(base);
  }
}
