package dev.airlock.cli.setup;

import dev.airlock.cli.CliException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/// Packages of a suite that this machine does not use, fetched with an apt configuration of our own
/// and unpacked without being installed: the machine's package database does not change.
final class PackageArchive {
  private final Tool tool;
  private final Path folder;
  private final String suite;

  private PackageArchive(Tool tool, Path folder, String suite) {
    this.tool = tool;
    this.folder = folder;
    this.suite = suite;
  }

  /// Fetches the suite's lists.
  ///
  /// @param folder a new folder; whoever asked for it removes it
  static PackageArchive open(Tool tool, Path folder, String suite, List<String> sourceLines)
      throws IOException {
    Files.createDirectories(folder.resolve("lists/partial"));
    Files.createDirectories(folder.resolve("cache/archives/partial"));
    Files.write(folder.resolve("sources.list"), sourceLines);
    PackageArchive archive = new PackageArchive(tool, folder, suite);
    archive.run("fetching the package lists of '" + suite + "' failed", List.of("update"));
    return archive;
  }

  /// Which of these packages the suite has.
  List<String> available(List<String> names) {
    return names.stream().filter(this::isAvailable).toList();
  }

  private boolean isAvailable(String name) {
    List<String> command = new ArrayList<>(List.of("apt-cache"));
    command.addAll(options());
    command.addAll(List.of("show", "--no-all-versions", name));
    return tool.run(folder, command).succeeded();
  }

  /// Fetches packages and unpacks them below `root`; their file names, which have the versions, are
  /// returned.
  List<String> unpack(List<String> names, Path root) throws IOException {
    Path downloads = Files.createDirectories(folder.resolve("download"));
    List<String> arguments = new ArrayList<>(List.of("download"));
    arguments.addAll(names);
    run(downloads, "fetching packages of '" + suite + "' failed", arguments);
    List<Path> packages;
    try (Stream<Path> files = Files.list(downloads)) {
      packages = files.filter(file -> file.toString().endsWith(".deb")).sorted().toList();
    }
    for (Path file : packages) {
      Tool.Outcome outcome =
          tool.run(downloads, List.of("dpkg", "-x", file.toString(), root.toString()));
      if (!outcome.succeeded()) {
        throw SetupFailures.of(
            "unpacking '" + file.getFileName() + "' failed",
            outcome,
            "run 'sandbox setup' again: it fetches the package anew");
      }
      Files.delete(file);
    }
    return packages.stream().map(file -> file.getFileName().toString()).toList();
  }

  private void run(String failure, List<String> arguments) {
    run(folder, failure, arguments);
  }

  private void run(Path where, String failure, List<String> arguments) {
    List<String> command = new ArrayList<>(List.of("apt-get", "-q"));
    command.addAll(options());
    command.addAll(arguments);
    Tool.Outcome outcome = tool.run(where, command);
    // `update` ends with 0 when a list could not be fetched.
    boolean incomplete =
        arguments.contains("update")
            && outcome.lastLines().stream().anyMatch(line -> line.startsWith("W: Failed to fetch"));
    if (!outcome.succeeded() || incomplete) {
      CliException exception =
          SetupFailures.of(failure, outcome, "look at apt's sources and run 'sandbox setup' again");
      throw exception;
    }
  }

  private List<String> options() {
    return List.of(
        "-o",
        "Dir::Etc::SourceList=" + folder.resolve("sources.list"),
        "-o",
        "Dir::Etc::SourceParts=/nonexistent",
        "-o",
        "Dir::State::Lists=" + folder.resolve("lists"),
        "-o",
        "Dir::Cache=" + folder.resolve("cache"),
        "-o",
        "APT::Sandbox::User=root",
        "-o",
        "Acquire::Retries=2");
  }
}
