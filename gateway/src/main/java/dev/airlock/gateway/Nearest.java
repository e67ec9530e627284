package dev.airlock.gateway;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/// Finds the word that was probably meant, among those that would have been understood.
public final class Nearest {
  private static final int FAR = 4;

  private Nearest() {}

  public static Optional<String> of(String word, List<String> known) {
    return known.stream()
        .filter(candidate -> distance(word, candidate) < FAR)
        .min(Comparator.comparingInt(candidate -> distance(word, candidate)));
  }

  /// Levenshtein's.
  private static int distance(String from, String to) {
    int[] above = new int[to.length() + 1];
    for (int j = 0; j <= to.length(); j++) {
      above[j] = j;
    }
    for (int i = 1; i <= from.length(); i++) {
      int[] row = new int[to.length() + 1];
      row[0] = i;
      for (int j = 1; j <= to.length(); j++) {
        int change = above[j - 1] + (from.charAt(i - 1) == to.charAt(j - 1) ? 0 : 1);
        row[j] = Math.min(change, Math.min(above[j], row[j - 1]) + 1);
      }
      above = row;
    }
    return above[to.length()];
  }
}
