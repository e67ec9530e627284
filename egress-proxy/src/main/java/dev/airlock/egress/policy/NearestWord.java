package dev.airlock.egress.policy;

import java.util.Comparator;
import java.util.List;

/// Finds what somebody probably meant to write.
final class NearestWord {
  private NearestWord() {}

  /// For a message: the known word with the fewest edits between it and the given one.
  static String hint(String word, List<String> known) {
    String nearest =
        known.stream().min(Comparator.comparingInt(k -> distance(word, k))).orElseThrow();
    return distance(word, nearest) <= Math.max(2, nearest.length() / 2)
        ? "did you mean '" + nearest + "'?"
        : "known keys are " + String.join(", ", known);
  }

  /// Insertions, deletions and replacements (Levenshtein).
  private static int distance(String from, String to) {
    int[] row = new int[to.length() + 1];
    for (int j = 0; j <= to.length(); j++) {
      row[j] = j;
    }
    for (int i = 1; i <= from.length(); i++) {
      int diagonal = row[0];
      row[0] = i;
      for (int j = 1; j <= to.length(); j++) {
        int replace = diagonal + (from.charAt(i - 1) == to.charAt(j - 1) ? 0 : 1);
        diagonal = row[j];
        row[j] = Math.min(replace, 1 + Math.min(row[j], row[j - 1]));
      }
    }
    return row[to.length()];
  }
}
