package dev.airlock.broker.schema;

import static java.util.Objects.requireNonNull;

import dev.airlock.broker.policy.Reason;
import java.util.Set;
import java.util.regex.Pattern;

/// One key of a structure: what its value must be, what becomes of it, and why.
public record Field(String name, Shape shape, Rule rule, String why) {

  public Field {
    requireNonNull(name, "name is null");
    requireNonNull(shape, "shape is null");
    requireNonNull(rule, "rule is null");
    requireNonNull(why, "why is null");
  }

  /// Goes upstream as it is.
  static Field free(String name, Shape shape, String why) {
    return new Field(name, shape, new Rule.Free(), why);
  }

  /// Goes upstream if it matches.
  static Field matching(String name, Shape shape, String pattern, String why) {
    return new Field(name, shape, new Rule.Matching(Pattern.compile(pattern)), why);
  }

  /// Goes upstream if it is in the range.
  static Field range(String name, long least, long most, Reason reason, String why) {
    return new Field(name, Shapes.INT, new Rule.Range(least, most, reason), why);
  }

  /// Goes upstream if it is one of these; the empty string always is.
  static Field oneOf(String name, Reason reason, String why, String... values) {
    return new Field(name, Shapes.TEXT, new Rule.OneOf(Set.of(values), reason), why);
  }

  /// Decided by the inspector, which writes what goes upstream.
  static Field inspected(String name, Shape shape, String why) {
    return new Field(name, shape, new Rule.Inspected(), why);
  }

  /// Accepted and never sent.
  static Field dropped(String name, Shape shape, String why) {
    return new Field(name, shape, new Rule.Dropped(), why);
  }

  /// Refused unless it is the zero value, and never sent.
  static Field empty(String name, Shape shape, Reason reason, String why) {
    return new Field(name, shape, new Rule.EmptyOnly(reason), why);
  }

  /// Refused unless it is null or absent, and never sent.
  static Field absent(String name, Shape shape, Reason reason, String why) {
    return new Field(name, shape, new Rule.NullOnly(reason), why);
  }
}
