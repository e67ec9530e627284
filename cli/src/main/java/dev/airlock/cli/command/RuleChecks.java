package dev.airlock.cli.command;

import dev.airlock.cli.Problem;
import dev.airlock.rules.DefaultRegistry;
import dev.airlock.rules.HostRules;
import dev.airlock.rules.ImageGlob;
import dev.airlock.rules.RuleException;
import dev.airlock.rules.RuleText;
import java.util.List;

/// Reads the rules as the proxies will, so that a wrong one is said before anything is started.
final class RuleChecks {
  private RuleChecks() {}

  static void checkHosts(List<String> rules, List<Problem> problems) {
    try {
      HostRules.parse(rules.stream().map(rule -> new RuleText(rule, "--allow")).toList());
    } catch (RuleException e) {
      e.problems()
          .forEach(found ->
              problems.add(
                  new Problem(
                      "rule '--allow %s' is not valid: %s"
                          .formatted(found.rule().text(), found.problem()),
                      found.remedy())));
    }
  }

  static void checkImages(List<String> globs, List<Problem> problems) {
    for (String glob : globs) {
      try {
        ImageGlob.parse(glob, DefaultRegistry.UNKNOWN);
      } catch (IllegalArgumentException e) {
        problems.add(
            new Problem(
                "'--allow-image " + glob + "' is not valid: " + e.getMessage(),
                "write it as sandbox/* or postgres:16*"));
      }
    }
  }
}
