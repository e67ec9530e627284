package dev.airlock.cli.setup;

import dev.airlock.cli.Progress;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// Packages that cannot be used from a private folder and are installed for the whole machine, each
/// written down before, so that `setup --remove` takes away exactly these.
final class SystemPackages {
  private final Tool tool;
  private final Path record;
  private final Progress progress;

  SystemPackages(Map<String, String> environment, Path record, Progress progress) {
    Map<String, String> quiet = new java.util.HashMap<>(environment);
    quiet.put("DEBIAN_FRONTEND", "noninteractive");
    this.tool = new Tool(quiet, _ -> {});
    this.record = record;
    this.progress = progress;
  }

  void install(String name, String why) throws IOException {
    progress.step("installing the package '" + name + "': " + why);
    Tool.Outcome plan = simulate(name);
    if (!plan.succeeded()) {
      tool.run(List.of("apt-get", "-q", "update"));
      plan = simulate(name);
    }
    List<String> news =
        plan.lastLines().stream()
            .filter(line -> line.startsWith("Inst "))
            // A version in brackets: an upgrade of what is there already, and no new package.
            .filter(line -> !line.matches("Inst \\S+ \\[.*"))
            .map(line -> line.split(" ", -1)[1])
            .toList();
    Files.write(record, news, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    Tool.Outcome outcome =
        tool.run(List.of("apt-get", "install", "-q", "-y", "--no-install-recommends", name));
    if (!outcome.succeeded()) {
      throw SetupFailures.of(
          "installing the package '" + name + "' failed",
          outcome,
          "try it by hand: apt-get install " + name);
    }
    progress.say("installed " + String.join(", ", news) + " with apt-get");
  }

  private Tool.Outcome simulate(String name) {
    return tool.run(List.of("apt-get", "install", "-s", "-q", "--no-install-recommends", name));
  }

  /// Purges what was installed here and nothing else.
  void removeAll() throws IOException {
    if (!Files.exists(record)) {
      return;
    }
    List<String> names = Files.readAllLines(record).stream().distinct().toList();
    if (!names.isEmpty()) {
      progress.step("removing " + String.join(", ", names));
      List<String> command = new ArrayList<>(List.of("apt-get", "purge", "-q", "-y"));
      command.addAll(names);
      Tool.Outcome outcome = tool.run(command);
      if (!outcome.succeeded()) {
        throw SetupFailures.of(
            "removing packages failed",
            outcome,
            "try it by hand: apt-get remove " + String.join(" ", names));
      }
      progress.say("removed the packages " + String.join(", ", names));
    }
    Files.delete(record);
  }
}
