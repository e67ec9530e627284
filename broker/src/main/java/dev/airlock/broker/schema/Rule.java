package dev.airlock.broker.schema;

import static java.util.Objects.requireNonNull;

import dev.airlock.broker.policy.Reason;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/// What becomes of a field whose value has the right shape.
public sealed interface Rule {

  /// Goes upstream as it is.
  record Free() implements Rule {}

  /// Goes upstream if each of its strings matches; otherwise the body is malformed.
  record Matching(Pattern pattern) implements Rule {
    public Matching {
      requireNonNull(pattern, "pattern is null");
    }
  }

  /// Goes upstream if it lies between.
  record Range(long least, long most, Reason reason) implements Rule {
    public Range {
      requireNonNull(reason, "reason is null");
    }
  }

  /// Goes upstream if it is empty or one of the values.
  record OneOf(Set<String> values, Reason reason) implements Rule {
    public OneOf {
      values = Set.copyOf(values);
      requireNonNull(reason, "reason is null");
    }
  }

  /// Only what an inspector writes in its place goes upstream.
  record Inspected() implements Rule {}

  /// Never goes upstream.
  record Dropped() implements Rule {}

  /// Refused unless zero; never goes upstream.
  record EmptyOnly(Reason reason) implements Rule {
    public EmptyOnly {
      requireNonNull(reason, "reason is null");
    }
  }

  /// Refused unless null, since even the empty value means something; never goes upstream.
  record NullOnly(Reason reason) implements Rule {
    public NullOnly {
      requireNonNull(reason, "reason is null");
    }
  }

  /// The words for it in the reference.
  default String describe() {
    return switch (this) {
      case Free ignored -> "free";
      case Matching matching -> "free if it matches `" + matching.pattern() + "`";
      case Range range ->
          range.least() + " to " + range.most() + ", else `" + range.reason().code() + "`";
      case OneOf oneOf ->
          "empty or one of "
              + new TreeSet<>(oneOf.values())
              + ", else `"
              + oneOf.reason().code()
              + "`";
      case Inspected ignored -> "inspected, rewritten";
      case Dropped ignored -> "accepted, not sent";
      case EmptyOnly empty -> "empty, else `" + empty.reason().code() + "`";
      case NullOnly absent -> "null or absent, else `" + absent.reason().code() + "`";
    };
  }
}
