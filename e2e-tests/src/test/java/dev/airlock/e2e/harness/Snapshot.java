package dev.airlock.e2e.harness;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Stream;

/// What exists on the machine under test that a session could leave behind.
///
/// @param containers by name, stopped ones too
/// @param images every tag, and the ids of those without
/// @param files below the folder for what lives as long as a login
/// @param listening open ports of the machine
public record Snapshot(
    List<String> containers,
    List<String> networks,
    List<String> volumes,
    List<String> images,
    List<String> files,
    List<String> listening) {

  static Snapshot of(Lab lab) {
    return new Snapshot(
        sorted(lab.docker("ps", "--all", "--format", "{{.Names}}")),
        sorted(lab.docker("network", "ls", "--format", "{{.Name}}")),
        sorted(lab.docker("volume", "ls", "--format", "{{.Name}}")),
        sorted(lab.docker("images", "--format", "{{.Repository}}:{{.Tag}} {{.ID}}")),
        files(lab.runtimeFolder()),
        lab.host().listening());
  }

  private static List<String> sorted(Invocation list) {
    return List.copyOf(new TreeSet<>(list.run().expect(0).lines()));
  }

  private static List<String> files(Path folder) {
    try (Stream<Path> files = Files.walk(folder)) {
      return files.filter(file -> !file.equals(folder)).map(Path::toString).sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// One line for each difference; none when both are the same.
  public List<String> differencesTo(Snapshot later) {
    List<String> differences = new ArrayList<>();
    compare("container", containers, later.containers, differences);
    compare("network", networks, later.networks, differences);
    compare("volume", volumes, later.volumes, differences);
    compare("image", images, later.images, differences);
    compare("file", files, later.files, differences);
    compare("port", listening, later.listening, differences);
    return differences;
  }

  private static void compare(
      String kind, List<String> before, List<String> after, List<String> differences) {
    after.stream()
        .filter(name -> !before.contains(name))
        .forEach(name -> differences.add("new " + kind + " " + name));
    before.stream()
        .filter(name -> !after.contains(name))
        .forEach(name -> differences.add("lost " + kind + " " + name));
  }
}
