package dev.airlock.broker.schema;

import static java.util.Objects.requireNonNull;

import java.util.List;

/// What a JSON value must be. `null` stands for the zero value of every shape, as in Go.
public sealed interface Shape {

  /// A string.
  record Text() implements Shape {}

  /// A boolean.
  record Flag() implements Shape {}

  /// An integer of 64 bits.
  record Int() implements Shape {}

  /// A list of strings or one bare string, which the engine takes for a list of one.
  record Words() implements Shape {}

  /// A list; no item is null.
  record Items(Shape item) implements Shape {
    public Items {
      requireNonNull(item, "item is null");
    }
  }

  /// A map with free keys; the values of a map of strings are not null.
  record Entries(Shape value) implements Shape {
    public Entries {
      requireNonNull(value, "value is null");
    }
  }

  /// A structure: known keys in their exact case, each with its rule.
  ///
  /// @param dropsNulls whether an unknown key whose value is null is dropped, for a client that
  ///   cannot do otherwise
  record Struct(List<Field> fields, boolean dropsNulls) implements Shape {
    public Struct {
      fields = List.copyOf(fields);
    }

    Struct(List<Field> fields) {
      this(fields, false);
    }
  }

  /// The word for it in the reference.
  default String describe() {
    return switch (this) {
      case Text ignored -> "string";
      case Flag ignored -> "boolean";
      case Int ignored -> "integer";
      case Words ignored -> "list of strings";
      case Items items -> "list of " + items.item().describe();
      case Entries entries -> "map of " + entries.value().describe();
      case Struct ignored -> "object";
    };
  }
}
