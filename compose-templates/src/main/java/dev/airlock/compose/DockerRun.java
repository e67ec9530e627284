package dev.airlock.compose;

import dev.airlock.compose.Service.Attachment;
import dev.airlock.compose.Service.EnvironmentValue;
import java.util.ArrayList;
import java.util.List;

/// Writes a service as the arguments of `docker run`.
///
/// Compose starts the sidecars, but loses exit codes, signals, terminal size or standard input of
/// the workload: see `docs/adr/0002-docker-run-runs-the-workload.md`.
public final class DockerRun {
  /// Three keys nobody types in a row: a workload is not detached from by accident.
  private static final String DETACH_KEYS = "ctrl-_,ctrl-@,ctrl-_";

  private DockerRun() {}

  /// The arguments after `docker`.
  public static List<String> arguments(Service service) {
    List<String> arguments =
        new ArrayList<>(
            List.of(
                "run",
                "--rm",
                "--pull=never",
                "--interactive",
                "--detach-keys=" + DETACH_KEYS,
                "--name=" + service.containerName(),
                "--init",
                "--cap-drop=ALL",
                "--security-opt=no-new-privileges:true"));
    if (service.program().terminal()) {
      arguments.add("--tty");
    }
    service.labels().forEach((name, value) -> arguments.add("--label=" + name + "=" + value));
    confine(arguments, service.confinement());
    switch (service.attachment()) {
      case Attachment.Joined joined -> arguments.add("--network=container:" + joined.container());
      case Attachment.OwnNamespace own ->
          throw new IllegalArgumentException("'" + service.name() + "' has networks of its own");
    }
    service.mounts().forEach(mount -> arguments.add("--mount=" + mount(mount)));
    service
        .program()
        .environment()
        .forEach((name, value) -> arguments.add("--env=" + name + equalsValue(value)));
    if (!service.program().workingDirectory().isEmpty()) {
      arguments.add("--workdir=" + service.program().workingDirectory());
    }
    arguments.add("--");
    arguments.add(service.image());
    arguments.addAll(service.program().command());
    return List.copyOf(arguments);
  }

  private static void confine(List<String> arguments, Service.Confinement confinement) {
    arguments.add("--user=" + confinement.user());
    confinement.groups().forEach(group -> arguments.add("--group-add=" + group));
    if (confinement.walls() != Service.Walls.CLOSED) {
      throw new IllegalArgumentException("only Compose starts what has more than a workload has");
    }
    if (confinement.readOnly()) {
      arguments.add("--read-only");
    }
    arguments.add("--memory=" + confinement.limits().memoryBytes());
    arguments.add("--memory-swap=" + confinement.limits().memoryBytes());
    if (!confinement.limits().cpus().isEmpty()) {
      arguments.add("--cpus=" + confinement.limits().cpus());
    }
    arguments.add("--pids-limit=" + confinement.limits().processes());
  }

  private static String equalsValue(EnvironmentValue value) {
    return switch (value) {
      case EnvironmentValue.Literal(String text) -> "=" + text;
      // Without a value docker takes it from its own environment.
      case EnvironmentValue.Secret _ -> "";
    };
  }

  private static String mount(Mount mount) {
    List<String> fields = new ArrayList<>();
    switch (mount) {
      case Mount.Bind bind -> {
        fields.add("type=bind");
        fields.add("src=" + bind.source());
      }
      case Mount.OfVolume volume -> {
        fields.add("type=volume");
        fields.add("src=" + volume.name());
        if (!volume.copiesImage()) {
          fields.add("volume-nocopy=true");
        }
        if (!volume.subpath().isEmpty()) {
          fields.add("volume-subpath=" + volume.subpath());
        }
      }
      case Mount.Tmpfs tmpfs -> {
        fields.add("type=tmpfs");
        fields.add("tmpfs-size=" + tmpfs.bytes());
      }
    }
    fields.add("dst=" + mount.target());
    if (mount.readOnly()) {
      fields.add("readonly");
    }
    return String.join(",", fields.stream().map(DockerRun::csv).toList());
  }

  /// `--mount` is a line of CSV.
  private static String csv(String field) {
    return field.indexOf(',') < 0 && field.indexOf('"') < 0
        ? field
        : "\"" + field.replace("\"", "\"\"") + "\"";
  }
}
