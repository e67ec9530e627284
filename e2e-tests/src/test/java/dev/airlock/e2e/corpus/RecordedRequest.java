package dev.airlock.e2e.corpus;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// A request as the recording engine got it.
///
/// @param fields by lower-case name; of a repeated field the last
@SuppressWarnings("ArrayRecordComponent") // written once, never compared
record RecordedRequest(
    String method, String target, Map<String, String> fields, String head, byte[] body) {

  /// The path without version and query.
  String path() {
    return target.replaceFirst("\\?.*$", "").replaceFirst("^/v1\\.[0-9]+(?=/)", "");
  }

  /// The raw query, without the question mark.
  String query() {
    int mark = target.indexOf('?');
    return mark < 0 ? "" : target.substring(mark + 1);
  }

  Optional<String> field(String name) {
    return Optional.ofNullable(fields.get(name.toLowerCase(Locale.ROOT)));
  }

  /// Head and body, for checks on text.
  String text() {
    return head + new String(body, UTF_8);
  }

  @Override
  public String toString() {
    return method + " " + target + " " + new String(body, UTF_8);
  }
}
