package dev.airlock.benchmarks;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Figures by name, several of each; the median is what counts.
final class Measurements {
  private final Map<String, List<Double>> figures = new LinkedHashMap<>();

  void add(String name, double figure) {
    figures.computeIfAbsent(name, any -> new ArrayList<>()).add(figure);
  }

  boolean has(String name) {
    return figures.containsKey(name);
  }

  double median(String name) {
    List<Double> all = figures.getOrDefault(name, List.of());
    if (all.isEmpty()) {
      throw new IllegalArgumentException("nothing measured is called '" + name + "'");
    }
    List<Double> sorted = all.stream().sorted().toList();
    int middle = sorted.size() / 2;
    return sorted.size() % 2 == 1
        ? sorted.get(middle)
        : (sorted.get(middle - 1) + sorted.get(middle)) / 2;
  }

  /// One line per name, with the median first and all of them behind it.
  void print(String unit) {
    figures.forEach((name, all) ->
        System.out.printf(
            "  %-44s %12s  %s%n",
            name,
            number(median(name)) + " " + unit,
            all.stream().map(Measurements::number).toList()));
  }

  static String number(double figure) {
    return figure >= 100 ? String.format("%,.0f", figure) : String.format("%.2f", figure);
  }
}
