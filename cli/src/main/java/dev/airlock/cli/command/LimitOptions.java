package dev.airlock.cli.command;

import dev.airlock.cli.Problem;
import dev.airlock.compose.SessionPlan.Limits;
import java.math.BigDecimal;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// `--memory` and `--cpus` as they were written.
record LimitOptions(String memory, String cpus) {
  /// What the engine itself asks for at least.
  private static final long LEAST_MEMORY = 6L << 20;

  private static final int PROCESSES = 4096;
  private static final Pattern SIZE = Pattern.compile("(\\d{1,12})([bkmg]?)");
  private static final Pattern DECIMAL = Pattern.compile("\\d{1,4}(\\.\\d{1,3})?");

  Limits parse(List<Problem> problems) {
    return new Limits(memoryBytes(problems), cpus(problems), PROCESSES);
  }

  private long memoryBytes(List<Problem> problems) {
    Matcher size = SIZE.matcher(memory.toLowerCase(Locale.ROOT));
    if (!size.matches()) {
      problems.add(
          new Problem(
              "memory size '" + memory + "' is not valid", "write it as 512m, 4g or in bytes"));
      return LEAST_MEMORY;
    }
    int shift =
        switch (size.group(2)) {
          case "k" -> 10;
          case "m" -> 20;
          case "g" -> 30;
          default -> 0;
        };
    long count = Long.parseLong(size.group(1));
    long bytes = count > Long.MAX_VALUE >> shift ? Long.MAX_VALUE : count << shift;
    if (bytes < LEAST_MEMORY) {
      problems.add(new Problem("memory size '" + memory + "' is too small", "the least is 6m"));
    }
    return bytes;
  }

  private String cpus(List<Problem> problems) {
    if (cpus.isEmpty()) {
      return cpus;
    }
    if (!DECIMAL.matcher(cpus).matches() || new BigDecimal(cpus).signum() == 0) {
      problems.add(
          new Problem("number of processors '" + cpus + "' is not valid", "write it as 2 or 1.5"));
    }
    return cpus;
  }
}
