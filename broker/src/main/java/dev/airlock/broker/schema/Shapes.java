package dev.airlock.broker.schema;

import java.util.List;

/// The shapes that schemas are made of.
final class Shapes {

  private Shapes() {}

  static final Shape TEXT = new Shape.Text();
  static final Shape FLAG = new Shape.Flag();
  static final Shape INT = new Shape.Int();
  static final Shape WORDS = new Shape.Words();
  static final Shape TEXTS = new Shape.Items(TEXT);
  static final Shape INTS = new Shape.Items(INT);
  static final Shape TEXT_MAP = new Shape.Entries(TEXT);

  /// A set of strings as JSON writes it: `{"80/tcp": {}}`.
  static final Shape SET = new Shape.Entries(new Shape.Struct(List.of()));

  static Shape.Struct struct(Field... fields) {
    return new Shape.Struct(List.of(fields));
  }

  static Shape items(Field... fields) {
    return new Shape.Items(struct(fields));
  }
}
