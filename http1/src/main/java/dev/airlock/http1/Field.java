package dev.airlock.http1;

/// One field line. The name keeps its case and is compared without it.
///
/// Cannot hold what would break a head when written: the name is a token, the value has no control
/// character but HTAB, and neither begins nor ends with whitespace. Immutable.
///
/// @param value one character per byte (ISO 8859-1)
public record Field(String name, String value) {
  public Field {
    if (!Grammar.isToken(name)) {
      throw new IllegalArgumentException("field name is not a token");
    }
    // SECURITY: a value with CR or LF would split the head it is written into.
    if (!Grammar.isFieldValue(value)) {
      throw new IllegalArgumentException("value of field '" + name + "' is not field content");
    }
  }

  /// Whether this is the field of that name, in any case.
  public boolean isNamed(String other) {
    return name.length() == other.length() && name.equalsIgnoreCase(other);
  }

  @Override
  public String toString() {
    return name + ": " + value;
  }
}
