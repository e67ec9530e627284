package dev.airlock.http1;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// The field lines of a head, in order; a name may stand there more than once.
///
/// Immutable.
public final class Fields {
  public static final Fields EMPTY = new Fields(List.of());

  private final List<Field> list;

  private Fields(List<Field> list) {
    this.list = list;
  }

  public static Fields of(List<Field> list) {
    return list.isEmpty() ? EMPTY : new Fields(List.copyOf(list));
  }

  /// Takes a list that nobody else holds: a head is made for every request.
  static Fields owning(List<Field> list) {
    return list.isEmpty() ? EMPTY : new Fields(Collections.unmodifiableList(list));
  }

  /// The lines of these names with these values.
  ///
  /// @param namesAndValues name, value, name, value, …
  public static Fields of(String... namesAndValues) {
    if (namesAndValues.length % 2 != 0) {
      throw new IllegalArgumentException("a field name has no value");
    }
    List<Field> list = new ArrayList<>(namesAndValues.length / 2);
    for (int i = 0; i < namesAndValues.length; i += 2) {
      list.add(new Field(namesAndValues[i], namesAndValues[i + 1]));
    }
    return owning(list);
  }

  public List<Field> list() {
    return list;
  }

  public boolean contains(String name) {
    return find(name, 0) >= 0;
  }

  /// The value of the first line of that name.
  public Optional<String> first(String name) {
    int found = find(name, 0);
    return found < 0 ? Optional.empty() : Optional.of(list.get(found).value());
  }

  /// The values of all lines of that name, in order.
  public List<String> all(String name) {
    int found = find(name, 0);
    if (found < 0) {
      return List.of();
    }
    int next = find(name, found + 1);
    if (next < 0) {
      return List.of(list.get(found).value());
    }
    List<String> values = new ArrayList<>();
    for (int i = found; i >= 0; i = find(name, i + 1)) {
      values.add(list.get(i).value());
    }
    return Collections.unmodifiableList(values);
  }

  /// The members of a comma-separated list over all lines of that name, in lower case; empty
  /// members are left out (RFC 9110 section 5.6.1).
  public List<String> members(String name) {
    if (!contains(name)) {
      return List.of();
    }
    List<String> members = new ArrayList<>();
    for (String value : all(name)) {
      for (String member : value.split(",", -1)) {
        String trimmed = member.strip();
        if (!trimmed.isEmpty()) {
          members.add(trimmed.toLowerCase(Locale.ROOT));
        }
      }
    }
    return members;
  }

  /// These lines and one more at the end.
  public Fields with(String name, String value) {
    List<Field> more = new ArrayList<>(list.size() + 1);
    more.addAll(list);
    more.add(new Field(name, value));
    return owning(more);
  }

  /// These lines without any of that name, and one at the end.
  public Fields replace(String name, String value) {
    return without(name).with(name, value);
  }

  /// These lines without those of any of the names.
  public Fields without(String... names) {
    List<Field> rest = new ArrayList<>(list.size());
    for (Field field : list) {
      if (!isAnyOf(field, names)) {
        rest.add(field);
      }
    }
    return rest.size() == list.size() ? this : owning(rest);
  }

  private static boolean isAnyOf(Field field, String[] names) {
    for (String name : names) {
      if (field.isNamed(name)) {
        return true;
      }
    }
    return false;
  }

  private int find(String name, int from) {
    for (int i = from; i < list.size(); i++) {
      if (list.get(i).isNamed(name)) {
        return i;
      }
    }
    return -1;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Fields that && list.equals(that.list);
  }

  @Override
  public int hashCode() {
    return list.hashCode();
  }

  @Override
  public String toString() {
    return list.toString();
  }
}
